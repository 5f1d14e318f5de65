"""The site of the stock admin: without the second index beside each page, and with rows to choose
from that an editor knows again.
"""

from typing import Any

from django.contrib.admin.sites import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.http import HttpRequest, HttpResponse


class Choices(AutocompleteJsonView):
    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        return super().serialize_result(obj, to_field_name) | {"text": obj.described}


class Site(AdminSite):
    enable_nav_sidebar = False

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        answer: Any = Choices.as_view(admin_site=self)
        response: HttpResponse = answer(request)
        return response
