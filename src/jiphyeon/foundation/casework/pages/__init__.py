"""The pages of a matter that every room has: a deed asked about and done, talk, papers, many at once.

A room makes one `CasePages` for each side of the counter and mounts its addresses beside its own item page:

    OFFICE = CasePages(Petition, side=Side.OFFICE, namespace="petitions", door=DESK, item="desk_item", list="desk")
    urlpatterns = [path("desk/<uuid:key>/", views.item, name="desk_item"), *OFFICE.addresses("desk/")]
"""

from jiphyeon.foundation.casework.pages.acts import Act, Pressed, Together, by_action
from jiphyeon.foundation.casework.pages.mounted import CasePages

__all__ = ["Act", "CasePages", "Pressed", "Together", "by_action"]
