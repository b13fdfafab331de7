from jiphyeon.foundation.rooms.declaring import RoomConfig


class SecretsConfig(RoomConfig):
    name = "jiphyeon.foundation.secrets"
    label = "secrets"
