from jiphyeon.foundation.rooms.declaring import RoomConfig
from jiphyeon.kernel import Words


class CalendarsConfig(RoomConfig):
    name = "jiphyeon.foundation.calendars"
    label = "calendars"
    called = Words("달력", "Calendars")
    records = "addresses.declare_rows"
