from django.contrib import admin
from django.urls import path

from scores.views import downloads, figures, goal, site

urlpatterns = [
    path("", goal.home, name="home"),
    path("goal/", goal.goal, name="goal"),
    path("goal.json", goal.goal_json, name="goal-json"),
    path("benchmarks/", figures.benchmarks, name="benchmarks"),
    path("specialties/", figures.specialties, name="specialties"),
    path("specialties/<str:name>/", figures.specialty, name="specialty"),
    path("sources/", figures.sources, name="sources"),
    path("method/", figures.method, name="method"),
    path("corrections/", figures.corrections, name="corrections"),
    path("editions/", figures.editions, name="editions"),
    path("editions/<str:old>...<str:new>/", figures.difference, name="difference"),
    path("editions/<str:label>/", figures.edition, name="edition"),
    path("editions/<str:label>/<str:kind>.csv", downloads.table_csv, name="table-csv"),
    path("editions/<str:label>/<str:kind>.json", downloads.table_json, name="table-json"),
    path("privacy/", site.privacy, name="privacy"),
    path("livez", site.livez, name="livez"),
    path("readyz", site.readyz, name="readyz"),
    path("admin/", admin.site.urls),
]

handler404 = site.page_not_found
