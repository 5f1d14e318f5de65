"""A result is compressed by LZ4 on PostgreSQL: as small as by its own way, in half the time."""

from django.db import migrations

KNOWN = "SELECT 'lz4' = ANY(enumvals) FROM pg_settings WHERE name = 'default_toast_compression'"


def compress_by_lz4(apps, schema_editor):
    """What is stored stays as it is. A server that was built without LZ4 goes on in its own way."""
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(KNOWN)
        row = cursor.fetchone()
    if row and row[0]:
        schema_editor.execute(
            "ALTER TABLE scores_revision ALTER COLUMN result SET COMPRESSION lz4"
        )


class Migration(migrations.Migration):
    dependencies = [("scores", "0005_order_of_figures")]

    operations = [migrations.RunPython(compress_by_lz4, migrations.RunPython.noop)]
