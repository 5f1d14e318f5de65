from django.contrib import admin


class FromFiles(admin.ModelAdmin):
    pass
