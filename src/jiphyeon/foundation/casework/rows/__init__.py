"""What casework keeps on the public log, for all rooms: everything about a matter is held against its leaves.

Held are the lines of history, where each matter stands (against the last leaf about it), supplements, objections and papers.
What an older version recorded less of is said to be lacking, never passed over.
"""

from jiphyeon.foundation.casework.rows.declaring import declare_rows
from jiphyeon.foundation.casework.rows.matters import case_models, is_new, named

__all__ = ["case_models", "declare_rows", "is_new", "named"]
