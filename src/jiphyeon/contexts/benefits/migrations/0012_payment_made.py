"""What is told after a payment is called what it is; what waits in the queue follows."""

from __future__ import annotations

from django.db import migrations

from jiphyeon.foundation.jobs.renaming import renamed


class Migration(migrations.Migration):
    dependencies = [("benefits", "0011_rooms_of_their_own"), ("jobs", "0001_initial")]

    operations = [
        renamed(
            "jiphyeon.contexts.benefits.events.PaymentDue", "jiphyeon.contexts.benefits.events.PaymentMade"
        )
    ]
