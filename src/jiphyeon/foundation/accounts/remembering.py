"""Keys of the cache as they are kept: network addresses and names of accounts stand in them."""

from jiphyeon.foundation.secrets.keys import keyed_hash


def hashed(key: str, prefix: str, version: int) -> str:
    """Return a key's hash; settings.CACHES names this."""
    return keyed_hash(f"{prefix}:{version}:{key}", purpose="cache")
