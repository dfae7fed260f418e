"""A broker that goes away is a connection error, which a worker knows how to bear."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from kombu import Connection
from redis.exceptions import ConnectionError as BrokerAway

from kpi_portal.broker import Channel, Transport
from kpi_portal.celery import app


@pytest.mark.parametrize(
    "url", ["redis://127.0.0.1:6379/0", "rediss://127.0.0.1:6379/0", "redis+socket:///broker.sock"]
)
def test_every_redis_is_spoken_to_by_our_transport(url: str) -> None:
    assert app.main == "kpi_portal"
    assert Connection(url).get_transport_cls() is Transport


@pytest.mark.parametrize("connection", [None, SimpleNamespace(client=None)])
def test_a_closed_channel_raises_an_error_that_a_worker_expects(connection: object) -> None:
    channel = Channel.__new__(Channel)
    vars(channel).update(connection=connection, closed=True)
    with pytest.raises(BrokerAway):
        channel.conn_or_acquire()
    assert issubclass(BrokerAway, Transport.connection_errors)
