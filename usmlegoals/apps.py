from django.contrib.admin.apps import AdminConfig


class FiguresAdminConfig(AdminConfig):
    default_site = "usmlegoals.admin.Site"

    def ready(self) -> None:
        from . import checks  # noqa: F401 - registers them

        super().ready()
