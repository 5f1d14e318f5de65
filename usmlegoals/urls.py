from django.contrib import admin
from django.urls import path

from scores.views import goal

urlpatterns = [
    path("", goal.home, name="home"),
    path("goal/", goal.goal, name="goal"),
    path("goal.json", goal.goal_json, name="goal-json"),
    path("admin/", admin.site.urls),
]
