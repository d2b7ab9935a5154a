// SPDX-License-Identifier: GPL-3.0-or-later
// Names of faults, and the three that the processor has to tell.
#include "workloads/core/fault.h"

#include <stdint.h>

#include "workloads/core/text.h"

int fault_parse(const char *text)
{
#define X(name, word)                                                                              \
    if (text_equals(text, word))                                                                   \
        return FAULT_##name;
    FAULTS(X)
#undef X
    return -1;
}

static void divide(void)
{
    uint32_t quotient = 1, rest = 0;

    __asm__ volatile("divl %2" : "+a"(quotient), "+d"(rest) : "r"(0) : "cc");
}

static void read_bad_address(void)
{
    uint8_t byte;

    __asm__ volatile("movb (%1), %0" : "=q"(byte) : "r"(FAULT_BAD_ADDRESS) : "memory");
}

// What once pushed a segment register; undefined in 64-bit mode, and not ud2, which a home may use
// for its own ends.
static void run_bad_instruction(void)
{
    __asm__ volatile(".byte 0x06");
}

void fault_commit(enum fault fault)
{
    if (fault == FAULT_DIVIDE)
        divide();
    else if (fault == FAULT_ADDRESS)
        read_bad_address();
    else if (fault == FAULT_INSTRUCTION)
        run_bad_instruction();
}
