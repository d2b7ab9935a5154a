// SPDX-License-Identifier: GPL-3.0-or-later
// Where things lie in the bare guest's memory, and the numbers that assembly and C share. All
// addresses are physical; virtual memory is the same, by pages of 2 MiB with the user bit, but the
// first 2 MiB by pages of 4 KiB, without the page of address 0.
//
//   0x001000  page tables: the map, its pointers, the first directory, the devices' directory
//   0x008000  start-up code of the other vCPUs (ap.S, copied there)
//   0x020000  one struct cpu_area a vCPU: what ring 0 needs, its stacks too
//   0x040000  one user stack a vCPU
//   0x100000  the program, then the arena (memory.c) up to the end of memory
#ifndef FULLHOUSE_WORKLOADS_BARE_LAYOUT_H
#define FULLHOUSE_WORKLOADS_BARE_LAYOUT_H

#define BARE_CPUS_MAX 32

#define PAGE_MAP           0x1000
#define PAGE_POINTERS      0x2000
#define PAGE_DIRECTORY     0x3000
#define PAGE_DEVICES       0x4000
#define PAGE_TABLES_END    0x5000
#define TRAMPOLINE_ADDRESS 0x8000
#define AREA_ADDRESS       0x20000
#define AREA_BYTES         0x1000
#define STACK_ADDRESS      0x40000
#define STACK_BYTES        0x2000
#define PROGRAM_ADDRESS    0x100000
#define APIC_ADDRESS       0xfee00000 // its directory is that of the fourth GiB

// Offsets in a struct cpu_area (area.h says what they are); assembly cannot ask the compiler.
#define AREA_PENDING    0x00
#define AREA_VECTOR     0x10
#define AREA_ERROR      0x18
#define AREA_RIP        0x20
#define AREA_CS         0x28
#define AREA_RSP        0x30
#define AREA_CR2        0x38
#define AREA_USER_STACK 0x40
#define AREA_GDTR       0x50
#define AREA_GDT        0x60
#define AREA_TSS        0xa0
#define AREA_FAULT_TOP  0x800
#define AREA_RING0_TOP  0x1000

#define SELECTOR_CODE      0x08
#define SELECTOR_DATA      0x10
#define SELECTOR_USER_DATA 0x1b
#define SELECTOR_USER_CODE 0x23
#define SELECTOR_TSS       0x28

#define VECTOR_SERIAL   0x24
#define VECTOR_TIMER    0x30
#define VECTOR_WAKE     0x31
#define VECTOR_SPURIOUS 0xff

#define COM1 0x3f8

// What gate_call's first argument asks of ring 0.
#define GATE_WAIT      1
#define GATE_SEND      2
#define GATE_OUT       3
#define GATE_IN        4
#define GATE_READ_MSR  5
#define GATE_WRITE_MSR 6
#define GATE_RESET     7

// Bytes the serial line's interrupt handler keeps for ring 3; a power of two.
#define SERIAL_RING_BYTES 4096
// Bytes that lie ready when the line says "trigger level".
#define SERIAL_TRIGGER 8

#endif
