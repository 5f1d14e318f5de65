from django.contrib.admin.apps import AdminConfig


class FiguresAdminConfig(AdminConfig):
    default_site = "usmlegoals.admin.Site"
