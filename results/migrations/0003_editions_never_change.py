from django.db import migrations

REFUSE = """
CREATE TRIGGER edition_never_changes BEFORE UPDATE OR DELETE ON results_edition
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER editions_never_emptied BEFORE TRUNCATE ON results_edition
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
ALLOW = """
DROP TRIGGER editions_never_emptied ON results_edition;
DROP TRIGGER edition_never_changes ON results_edition;
"""


class Migration(migrations.Migration):
    dependencies = [("results", "0002_determination_and_editions"), ("commission", "0004_audit_is_append_only")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
