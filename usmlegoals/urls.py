from django.contrib import admin
from django.urls import path

from scores.views import (
    benchmarks,
    compare,
    downloads,
    figures,
    finding,
    goal,
    people,
    qr,
    share,
    shared,
    site,
)

urlpatterns = [
    path("", goal.home, name="home"),
    path("goal/", goal.goal, name="goal"),
    path("goal/qr.svg", qr.page_code, {"page": "goal"}, name="goal-qr"),
    path("compare/", compare.compare_page, name="compare"),
    path("compare/qr.svg", qr.page_code, {"page": "compare"}, name="compare-qr"),
    path("goal.json", goal.goal_json, name="goal-json"),
    path("benchmarks/", benchmarks.index, name="benchmarks"),
    path("benchmarks/<str:name>/", benchmarks.page, name="benchmark-page"),
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
    path("goal/share/", share.share, name="share"),
    path("mine/", share.mine, name="mine"),
    path("g/<str:token>/", shared.goal, name="open-goal"),
    path("g/<str:token>/<int:number>/", shared.goal, name="open-revision"),
    path("g/<str:token>/qr.svg", shared.goal_code, name="open-qr"),
    path("g/<str:token>/goal.json", shared.goal_json, name="open-json"),
    path("g/<str:token>/<int:number>/goal.json", shared.goal_json, name="open-revision-json"),
    path("g/<str:token>/verify/", shared.goal_verify, name="open-verify"),
    path("g/<str:token>/<int:number>/verify/", shared.goal_verify, name="open-revision-verify"),
    path("g/<str:token>/respond/", shared.goal_respond, name="open-respond"),
    path("g/<str:token>/revise/", shared.goal_revise, name="open-revise"),
    path("g/<str:token>/change/", shared.goal_change, name="open-change"),
    path("g/<str:token>/delete/", shared.goal_delete, name="open-delete"),
    path(
        "g/<str:token>/responses/<int:response_id>/delete/",
        shared.response_delete,
        name="open-response-delete",
    ),
    path("privacy/", site.text, {"name": "privacy"}, name="privacy"),
    path("accessibility/", site.text, {"name": "accessibility"}, name="accessibility"),
    path("sitemap.xml", finding.sitemap, name="sitemap"),
    path("robots.txt", finding.robots, name="robots"),
    path("livez", site.livez, name="livez"),
    path("readyz", site.readyz, name="readyz"),
    path("admin/second-factor/", people.second_factor, name="second-factor"),
    path("admin/second-factor/code/", people.code, name="second-factor-code"),
    path("admin/second-factor/setup/", people.setup, name="second-factor-setup"),
    path("admin/", admin.site.urls),
]

handler400 = site.bad_request
handler404 = site.page_not_found
handler500 = site.server_error
