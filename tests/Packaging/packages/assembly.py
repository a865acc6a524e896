"""Of a .NET assembly whether it was compiled ahead of time: its CLI header (ECMA-335 II.25.3.3) then has a managed native header."""

import pathlib
import struct

_CLI_DIRECTORY = 14
_MANAGED_NATIVE_HEADER = 64


def is_compiled_ahead(path: pathlib.Path) -> bool:
    data = path.read_bytes()
    pe = struct.unpack_from("<I", data, 0x3C)[0]
    sections, optional_size = struct.unpack_from("<H", data, pe + 6)[0], struct.unpack_from("<H", data, pe + 20)[0]
    optional = pe + 24
    directories = optional + (112 if struct.unpack_from("<H", data, optional)[0] == 0x20B else 96)
    cli = _offset(data, optional + optional_size, sections, struct.unpack_from("<I", data, directories + 8 * _CLI_DIRECTORY)[0])
    return struct.unpack_from("<I", data, cli + _MANAGED_NATIVE_HEADER)[0] != 0


def _offset(data: bytes, table: int, sections: int, address: int) -> int:
    for section in range(sections):
        size, start, raw_size, raw = struct.unpack_from("<IIII", data, table + 40 * section + 8)
        if start <= address < start + max(size, raw_size):
            return raw + address - start
    raise ValueError("no CLI header")
