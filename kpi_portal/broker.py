"""kombu's Redis transport, with one fault mended: a broker that goes away must not end the worker.

When the connection is lost while a message is unacknowledged, kombu 5.7 acknowledges it later over the channel that it
has closed meanwhile. That raises AttributeError, which nobody expects, and the worker ends (seen in one of eight
losses). A connection error is expected: it is noted, and the message is dropped; the sweep rings again.
"""

from __future__ import annotations

from typing import Any

from kombu.transport import redis
from redis.exceptions import ConnectionError as BrokerAway


class Channel(redis.Channel):
    """A channel that says so when it is closed."""

    def conn_or_acquire(self, client: Any = None) -> Any:
        """A client to speak with. Raises BrokerAway once the channel's connection is closed."""
        if client is None and getattr(self.connection, "client", None) is None:
            raise BrokerAway("the connection to the broker is closed")
        return super().conn_or_acquire(client)


class Transport(redis.Transport):
    """Redis and Valkey, over TCP or a socket."""

    Channel = Channel
