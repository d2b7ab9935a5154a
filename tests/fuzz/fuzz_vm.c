// SPDX-License-Identifier: GPL-3.0-or-later
// What is read of machines that anybody may have started: command lines, names of threads, lines of
// /proc and names of libvirt's figures. Whatever the bytes, nothing is read beyond them.
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "collector/process_stat.h"
#include "collector/vir_figure.h"
#include "collector/vm_command.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    struct vm_command command;
    struct process_stat stat;
    struct process_io io;
    struct thread_schedule schedule;
    int number;
    if (!text)
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    if (vm_command_parse(text, size + 1, &command))
        vm_command_done(&command);
    if (vm_command_parse((const char *)data, size, &command))
        vm_command_done(&command);
    vm_vcpu_of_thread(text);
    process_stat_parse(text, &stat);
    process_io_parse(text, &io);
    thread_schedule_parse(text, &schedule);
    vir_figure_find(text, &number);
    free(text);
    return 0;
}
