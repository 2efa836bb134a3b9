"""Stands in for pyspark in tests, where the real one may not be installed.

What a program does with it is real all the same: it calls the driver's JVM by py4j's protocol, over
the gateway that Spark's own runner has opened, and Spark runs what it is told on its executors.
"""
import os
import socket

__version__ = "4.2.0"


class JavaError(Exception):
    """What Java threw, with its trace."""


class JavaObject:
    """An object of the driver's JVM, or the static side of one of its classes."""

    def __init__(self, gateway, name):
        self._gateway = gateway
        self._name = name

    def __getattr__(self, method):
        return lambda *arguments: self._gateway.call(self._name, method, arguments)


class Gateway:
    """One connection to the driver's JVM."""

    def __init__(self):
        port = int(os.environ["PYSPARK_GATEWAY_PORT"])
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._answers = self._socket.makefile("r", encoding="utf-8", newline="\n")
        self._ask("A", os.environ["PYSPARK_GATEWAY_SECRET"])

    def call(self, target, method, arguments):
        return self._ask("c", target, method, *[self._written(a) for a in arguments], "e")

    def _ask(self, *lines):
        self._socket.sendall(("\n".join(lines) + "\n").encode("utf-8"))
        answer = self._answers.readline().rstrip("\n").lstrip("!")
        if answer.startswith("x"):
            raise JavaError("An error occurred in Java\n: %s" % self._trace(answer[1:]))
        return self._read(answer[1:])

    def _trace(self, error):
        return self._ask("p", error, "e") if error.startswith("r") else self._read(error)

    def _read(self, value):
        kind, text = value[:1], value[1:]
        if kind in ("", "v", "n"):
            return None
        if kind in ("i", "L"):
            return int(text)
        if kind == "b":
            return text == "true"
        if kind == "s":
            return text.encode("latin-1", "backslashreplace").decode("unicode_escape")
        return JavaObject(self, text)

    @staticmethod
    def _written(value):
        if value is None:
            return "n"
        if isinstance(value, bool):
            return "b" + str(value).lower()
        if isinstance(value, int):
            return "i%d" % value
        if isinstance(value, JavaObject):
            return "r" + value._name
        text = str(value).replace("\\", "\\\\").replace("\r", "\\r").replace("\n", "\\n")
        return "s" + text


def java_class(name):
    """The static methods of a class."""
    return JavaObject(_gateway(), "z:" + name)


def session():
    """The driver's SparkSession, which is made when there is none."""
    return java_class("org.apache.spark.sql.SparkSession").builder().getOrCreate()


_connections = []


def _gateway():
    if not _connections:
        _connections.append(Gateway())
    return _connections[0]
