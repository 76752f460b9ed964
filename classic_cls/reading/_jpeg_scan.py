"""Whether the scan of a sequential JPEG holds just the codes that its size asks for.

libjpeg shows whatever a damaged scan gives, and of a restart interval that ends too early
says nothing. Here the Huffman codes are followed without making pixels of them. See ITU-T
Recommendation T.81, "Digital compression and coding of continuous-tone still images", 1992.
"""

from functools import lru_cache

import numpy as np

from .._compat import jit

FINE, ENDS_EARLY, NO_CODE, TOO_MANY, TOO_BRIGHT, WRONG_RESTART, FILLER, LEFT_OVER, BROKEN_OFF = (
    range(9)
)
_LONGEST = 16
# So many equal bytes hold many blocks if they are a flat part of an image, else they are no codes.
_RUN, _BLOCKS_OF_RUN = 16, 4


@lru_cache(maxsize=8)  # most files have the same four
def code_tables(*tables: tuple[bytes, bytes]) -> np.ndarray:
    """One row for every table; see `code_table`."""
    return np.stack([code_table(*table) for table in tables])


def code_table(counts: bytes, symbols: bytes) -> np.ndarray:
    """For every 16 bits that may come: length of the code they begin with (0: none), symbol."""
    lengths = np.repeat(np.arange(1, _LONGEST + 1), np.frombuffer(counts, np.uint8))
    values = lengths << 8 | np.frombuffer(symbols, np.uint8)[: len(lengths)]
    table = np.repeat(values, 1 << (_LONGEST - lengths))[: 1 << _LONGEST]
    return np.pad(table, (0, (1 << _LONGEST) - len(table))).astype(np.uint16)


@jit
def follow_scan(data, at, tables, blocks, steps, n_units, interval):
    """Follow a scan from position ``at``; returns what is wrong, and where it ended.

    ``blocks`` holds of every block of a unit the numbers of its component, DC table and AC
    table; ``steps`` of every component the step of its DC values.
    """
    bits, n_bits, ended = np.uint64(0), 0, False
    dc = np.zeros(len(steps), np.int64)
    restarts, last, run, blocks_of_run = 0, -1, 0, 0
    for unit in range(n_units):
        if interval and unit and unit % interval == 0:
            if n_bits >= 8 or at >= len(data) or data[at] != 0xFF:
                return WRONG_RESTART, at
            while at + 1 < len(data) and data[at + 1] == 0xFF:
                at += 1
            if at + 1 >= len(data) or data[at + 1] != 0xD0 + restarts % 8:
                return WRONG_RESTART, at
            at += 2
            restarts += 1
            bits, n_bits, ended = np.uint64(0), 0, False
            dc[:] = 0
        for block in range(len(blocks)):
            k, blocks_of_run = 0, blocks_of_run + 1
            while k < 64:
                while n_bits < 32 and not ended:
                    if at >= len(data):
                        ended = True
                        break
                    byte = data[at]
                    if byte == 0xFF:
                        ended = at + 1 >= len(data) or data[at + 1] != 0
                        if ended:
                            break
                        at += 1
                    bits = bits << np.uint64(8) | np.uint64(byte)
                    at, n_bits, run = at + 1, n_bits + 8, run + 1
                    if byte != last:
                        last, run, blocks_of_run = byte, 1, 0
                    elif run == _RUN and blocks_of_run < _BLOCKS_OF_RUN:
                        return FILLER, at
                if n_bits >= 16:
                    window = bits >> np.uint64(n_bits - 16)
                else:
                    window = bits << np.uint64(16 - n_bits)
                entry = tables[blocks[block, 1 if k == 0 else 2], window & np.uint64(0xFFFF)]
                length, symbol = np.int64(entry >> 8), np.int64(entry & 0xFF)
                size = symbol if k == 0 else symbol & 15
                if length == 0:
                    return (ENDS_EARLY if n_bits < 16 else NO_CODE), at
                if length + size > n_bits:
                    return ENDS_EARLY, at
                n_bits -= length + size
                if k == 0:
                    if size > 11:
                        return NO_CODE, at
                    value = np.int64(bits >> np.uint64(n_bits)) & ((1 << size) - 1)
                    if size and value < 1 << (size - 1):
                        value -= (1 << size) - 1
                    component = blocks[block, 0]
                    dc[component] += value
                    if abs(dc[component] * steps[component]) > 2048 + steps[component]:
                        return TOO_BRIGHT, at
                    k = 1
                elif size == 0:
                    if symbol == 0:
                        break
                    if symbol != 0xF0:
                        return NO_CODE, at
                    k += 16
                    if k > 63:
                        return TOO_MANY, at
                else:
                    k += (symbol >> 4) + 1
                    if k > 64:
                        return TOO_MANY, at
    at -= n_bits // 8
    if at >= len(data) or data[at] == 0xFF:
        return FINE, at
    # Encoders fill up the last byte with ones.
    ones = np.uint64((1 << n_bits % 8) - 1)
    return (LEFT_OVER if bits >> np.uint64(n_bits // 8 * 8) & ones == ones else BROKEN_OFF), at
