"""What was one room becomes five: the fees, outreach and reforms take their tables along, every row as it stood."""

from __future__ import annotations

from django.db import migrations

MOVED = {
    "feeanswer": "fees_feeanswer",
    "outreachchoice": "outreach_outreachchoice",
    "outreachround": "outreach_outreachround",
    "outreachcontact": "outreach_outreachcontact",
    "reform": "reforms_reform",
    "reformrun": "reforms_reformrun",  # and the table between it and the reforms with it
}


class Migration(migrations.Migration):
    dependencies = [("benefits", "0010_who_holds_payments")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RenameIndex(
                    "outreachcontact", new_name="outreach_told_before", old_name="benefits_told_before"
                ),
                *(migrations.AlterModelTable(model, table) for model, table in MOVED.items()),
            ],
            state_operations=[
                migrations.DeleteModel("FeeAnswer"),
                migrations.DeleteModel("OutreachChoice"),
                migrations.DeleteModel("OutreachContact"),
                migrations.DeleteModel("OutreachRound"),
                migrations.DeleteModel("ReformRun"),
                migrations.DeleteModel("Reform"),
            ],
        )
    ]
