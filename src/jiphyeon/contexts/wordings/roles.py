"""Who writes the city's texts to people, and who lets them be used."""

from jiphyeon.foundation.rooms.roles import AUDITOR, HEAD, Role

WORDING_WRITER = Role("wording_writer", "문구 작성", "writes texts to people")
WORDING_APPROVER = Role("wording_approver", "문구 승인", "approves texts to people")
READERS = frozenset({WORDING_WRITER, WORDING_APPROVER, AUDITOR, HEAD})
