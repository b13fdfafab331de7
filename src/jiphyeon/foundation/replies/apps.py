from jiphyeon.foundation.rooms.declaring import RoomConfig
from jiphyeon.kernel import Words


class RepliesConfig(RoomConfig):
    name = "jiphyeon.foundation.replies"
    label = "replies"
    records = "keeping.declare_rows"
    called = Words("답장 문구", "Saved answers")
