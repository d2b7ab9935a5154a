// SPDX-License-Identifier: GPL-3.0-or-later
// National Semiconductor PC16550D; the interrupt controllers are a pair of Intel 8259A.
#include "workloads/bare/serial.h"

#include "common/wire/message.h"
#include "workloads/bare/gate.h"

enum {
    PIC_FIRST = 0x20,
    PIC_SECOND = 0xa0,
    PIC_INIT = 0x11,
    PIC_8086_AUTO_END = 0x03, // nobody need tell it that an interrupt is over
    PIC_SECOND_ON_LINE_2 = 0x04,
    PIC_IDENTITY_2 = 0x02,
    PIC_ALL_BUT_COM1 = 0xef,
    PIC_ALL = 0xff,
};

enum {
    INTERRUPTS = COM1 + 1,
    FIFO = COM1 + 2,
    LINE = COM1 + 3,
    MODEM = COM1 + 4,
    DIVISOR_ACCESS = 0x80,
    EIGHT_BITS = 0x03,
    FIFO_BY_8 = 0x87, // on, cleared, interrupt at SERIAL_TRIGGER bytes
    READY_AND_INTERRUPTS = 0x0b,
    WHEN_RECEIVED = 0x01,
};

_Static_assert(SERIAL_RING_BYTES == WIRE_BARE_LINE_MAX + 1, "the protocol tells hosts how much");

extern char serial_ring[SERIAL_RING_BYTES];
extern volatile uint32_t serial_head;

static uint32_t tail;    // bytes that were given away or skipped
static uint32_t scanned; // bytes known to hold no newline, from tail on
static char line[SERIAL_RING_BYTES];
static bool overflowed; // the line under way is longer than the ring

static void pic_init(void)
{
    gate_out(PIC_FIRST, PIC_INIT);
    gate_out(PIC_SECOND, PIC_INIT);
    gate_out(PIC_FIRST + 1, VECTOR_SERIAL - 4);
    gate_out(PIC_SECOND + 1, VECTOR_SERIAL + 4);
    gate_out(PIC_FIRST + 1, PIC_SECOND_ON_LINE_2);
    gate_out(PIC_SECOND + 1, PIC_IDENTITY_2);
    gate_out(PIC_FIRST + 1, PIC_8086_AUTO_END);
    gate_out(PIC_SECOND + 1, PIC_8086_AUTO_END);
    gate_out(PIC_FIRST + 1, PIC_ALL_BUT_COM1);
    gate_out(PIC_SECOND + 1, PIC_ALL);
}

void serial_init(void)
{
    pic_init();
    // 115200 bits a second: a virtual line has no speed, but it waits in characters.
    gate_out(LINE, DIVISOR_ACCESS);
    gate_out(COM1, 1);
    gate_out(INTERRUPTS, 0);
    gate_out(LINE, EIGHT_BITS);
    gate_out(FIFO, FIFO_BY_8);
    gate_out(MODEM, READY_AND_INTERRUPTS);
    gate_out(INTERRUPTS, WHEN_RECEIVED);
}

bool serial_has_bytes(void)
{
    return serial_head != tail + scanned;
}

static char at(uint32_t position)
{
    return serial_ring[position % SERIAL_RING_BYTES];
}

static bool take(uint32_t length, const char **ret_line, size_t *ret_length)
{
    bool was_overflowed = overflowed;

    for (uint32_t i = 0; i < length; i++)
        line[i] = at(tail + i);
    tail += length + 1;
    scanned = 0;
    overflowed = false;
    *ret_line = line;
    *ret_length = was_overflowed ? SIZE_MAX : length;
    return true;
}

bool serial_line(const char **ret_line, size_t *ret_length)
{
    uint32_t head = serial_head;

    // Bytes that were overwritten before anyone looked.
    if (head - tail > SERIAL_RING_BYTES) {
        tail = head - SERIAL_RING_BYTES;
        scanned = 0;
        overflowed = true;
    }
    while (tail + scanned != head) {
        if (at(tail + scanned) == '\n')
            return take(scanned, ret_line, ret_length);
        scanned++;
    }
    if (scanned == SERIAL_RING_BYTES) {
        tail = head;
        scanned = 0;
        overflowed = true;
    }
    return false;
}

void serial_nudge(void)
{
    gate_out(INTERRUPTS, 0);
    gate_out(INTERRUPTS, WHEN_RECEIVED);
}

void serial_send(const char *bytes, size_t length)
{
    if (length > 0)
        gate_send(bytes, (uint32_t)length);
}
