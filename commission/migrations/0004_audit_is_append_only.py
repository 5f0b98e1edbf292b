from django.db import migrations

# Plain triggers: they hold for every client of the database, not only for the portal.
REFUSE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% rows are only ever added (% refused)', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON commission_auditevent
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_never_emptied BEFORE TRUNCATE ON commission_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_chain_stays BEFORE DELETE ON commission_auditchain
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_chain_never_emptied BEFORE TRUNCATE ON commission_auditchain
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
ALLOW = """
DROP TRIGGER audit_chain_never_emptied ON commission_auditchain;
DROP TRIGGER audit_chain_stays ON commission_auditchain;
DROP TRIGGER audit_never_emptied ON commission_auditevent;
DROP TRIGGER audit_append_only ON commission_auditevent;
DROP FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("commission", "0003_audit_log")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
