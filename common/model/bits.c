// SPDX-License-Identifier: GPL-3.0-or-later
// Bits into bytes and back, a byte's worth at a time.
#include "common/model/bits.h"

#include "common/base/alloc.h"

enum { FIRST_CAPACITY = 64 };

static void add_byte(struct bits_writer *writer)
{
    if (writer->length == writer->capacity) {
        writer->capacity = writer->capacity ? writer->capacity * 2 : FIRST_CAPACITY;
        writer->bytes = alloc_resized(writer->bytes, writer->capacity, 1);
    }
    writer->bytes[writer->length++] = 0;
    writer->used = 0;
}

void bits_put(struct bits_writer *writer, uint64_t value, unsigned count)
{
    while (count > 0) {
        if (writer->length == 0 || writer->used == 8)
            add_byte(writer);
        unsigned room = 8 - writer->used;
        unsigned taken = count < room ? count : room;
        uint64_t chunk = (value >> (count - taken)) & ((1U << taken) - 1);
        writer->bytes[writer->length - 1] |= (uint8_t)(chunk << (room - taken));
        writer->used += taken;
        count -= taken;
    }
}

uint64_t bits_get(struct bits_reader *reader, unsigned count)
{
    uint64_t value = 0;
    if (count > reader->length * 8 - reader->at) {
        reader->at = reader->length * 8;
        reader->is_short = true;
        return 0;
    }
    while (count > 0) {
        unsigned room = 8 - (unsigned)(reader->at % 8);
        unsigned taken = count < room ? count : room;
        unsigned chunk = reader->bytes[reader->at / 8] >> (room - taken);
        value = value << taken | (chunk & ((1U << taken) - 1));
        reader->at += taken;
        count -= taken;
    }
    return value;
}
