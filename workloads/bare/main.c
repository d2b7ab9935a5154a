// SPDX-License-Identifier: GPL-3.0-or-later
// Where ring 3 begins on the first vCPU: makes the machine usable, then talks to the host for the
// rest of the guest's life.
#include <stdint.h>

#include "workloads/bare/apic.h"
#include "workloads/bare/clock.h"
#include "workloads/bare/cpu.h"
#include "workloads/bare/memory.h"
#include "workloads/bare/serial.h"
#include "workloads/bare/session.h"
#include "workloads/bare/steal.h"
#include "workloads/bare/text.h"
#include "workloads/bare/tsc.h"
#include "workloads/bare/words.h"

// Multiboot specification 0.6.96, section 3.3.
struct multiboot_information {
    uint32_t flags;
    uint32_t lower_kib;
    uint32_t upper_kib;
    uint32_t boot_device;
    uint32_t command_line;
};

enum { HAS_MEMORY = 1, HAS_COMMAND_LINE = 4, LINE_SIZE = 512 };

// Called by ring0.S.
_Noreturn void bare_main(const struct multiboot_information *information);

static char command_line[LINE_SIZE];
static char kernel[128];

// It lies where our own memory begins.
static void copy_command_line(const struct multiboot_information *information)
{
    const char *from = (const char *)(uintptr_t)information->command_line;

    if (!(information->flags & HAS_COMMAND_LINE))
        return;
    for (int i = 0; i < LINE_SIZE - 1 && from[i]; i++)
        command_line[i] = from[i];
}

static void describe(const struct tsc_rate *rate)
{
    struct text text = text_into(kernel, sizeof kernel - 1);

    text_add(&text, "bare " FULLHOUSE_VERSION ", TSC ");
    text_add_unsigned(&text, rate->hz / 1000);
    text_add(&text, " kHz by ");
    text_add(&text, rate->source);
}

static enum fault read_fault(void)
{
    char word[WORD_SIZE];
    int fault;

    words_find(command_line, "fullhouse.test", word);
    fault = *word ? fault_parse(word) : FAULT_NONE;
    return fault < 0 ? FAULT_NONE : (enum fault)fault;
}

_Noreturn void bare_main(const struct multiboot_information *information)
{
    struct session_options options = {.kernel = kernel};
    struct tsc_rate rate;

    copy_command_line(information);
    memory_init(information->flags & HAS_MEMORY ? information->upper_kib : 0);
    rate = tsc_rate_find(words_number(command_line, "fullhouse.tsc_khz", 0));
    clock_init(rate.hz);
    describe(&rate);
    apic_measure();
    // The controller first: as it comes, its interrupts look like exceptions.
    serial_init();
    apic_enable(true);
    steal_enable(0);
    options.cpus = cpu_start_others((uint32_t)words_number(command_line, "fullhouse.cpus", 1));
    options.fault = read_fault();
    session_run(&options);
}
