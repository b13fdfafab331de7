from jiphyeon.foundation.rooms.declaring import RoomConfig


class CaseworkConfig(RoomConfig):
    name = "jiphyeon.foundation.casework"
    label = "casework"
    load_city = "agents.load_city"
    my_page = "ahead.of_person"
    records = "rows.declare_rows"

    def ready(self) -> None:
        """Name what the log holds of every lifecycle, and tell the ledger which rows it can hold against their leaves."""
        from jiphyeon.foundation.casework import checks  # noqa: F401, PLC0415 -- models are loaded now

        super().ready()
