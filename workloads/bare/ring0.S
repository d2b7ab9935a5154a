// SPDX-License-Identifier: GPL-3.0-or-later
// All of ring 0: the way from the multiboot entry to ring 3, the gate, the interrupts, and what an
// exception does. There are hypervisors that emulate ring 0 instruction by instruction, a million
// of them a second: so it is kept to a few of them, copies by string instructions, and leaves
// everything else to ring 3.
//
// The gate is `ud2` at one known address: of the ways down from ring 3 it is the one that works
// where ring 0 is emulated (syscall, int and port I/O in ring 3 were seen to fail there) as well as
// where it runs.

#include "workloads/bare/layout.h"

    .set MULTIBOOT_MAGIC, 0x1badb002
    .set MULTIBOOT_FLAGS, 0x3 // modules on page boundaries, memory information
    .set CR0, 0x80000033 // paging, protection, an FPU; caches on, which a reset leaves off
    .set CR4_PAE_SSE, 0x620
    .set EFER, 0xc0000080
    .set EFER_LONG, 0x100
    .set FLAGS_INTERRUPTS, 0x202
    .set APIC_EOI, APIC_ADDRESS + 0xb0

    .section .text.ring0, "ax"
ring0_base: // the linker script puts this at PROGRAM_ADDRESS
    // Multiboot specification 0.6.96, section 3.1.1.
    .long MULTIBOOT_MAGIC, MULTIBOOT_FLAGS, -(MULTIBOOT_MAGIC + MULTIBOOT_FLAGS)

// --- into long mode ----------------------------------------------------------------------------

// From 32-bit code with flat segments and no paging. Needs no stack; keeps ebx.
    .macro ENTER_LONG_MODE to
    mov %cr4, %eax
    or $CR4_PAE_SSE, %eax
    mov %eax, %cr4
    mov $PAGE_MAP, %eax
    mov %eax, %cr3
    mov $EFER, %ecx
    rdmsr
    or $EFER_LONG, %eax
    wrmsr
    mov $CR0, %eax
    mov %eax, %cr0
    lgdt boot_gdtr
    ljmp $SELECTOR_CODE, $\to
    .endm

    .code32
    .globl bare_entry
bare_entry: // ebx: multiboot information
    cli
    cld
    xor %eax, %eax
    mov $PAGE_MAP, %edi
    mov $(PAGE_TABLES_END - PAGE_MAP) / 4, %ecx
    rep stosl
    movl $PAGE_POINTERS + 7, PAGE_MAP
    movl $PAGE_DIRECTORY + 7, PAGE_POINTERS
    movl $page_first + 7, PAGE_DIRECTORY
    // The local APIC is for ring 3, which reaches it faster than the gate.
    movl $PAGE_DEVICES + 7, PAGE_POINTERS + 3 * 8
    movl $APIC_ADDRESS + 0x9f, PAGE_DEVICES + ((APIC_ADDRESS >> 21) & 0x1ff) * 8
    ENTER_LONG_MODE bsp_long

    .code64
bsp_long:
    mov %ebx, %r12d
    xor %ebp, %ebp
    mov $bare_main, %r13d
    jmp enter_ring3

// The other vCPUs: 16-bit code that runs where C has copied it (wake_up in cpu.c), then joins the
// way above. Each takes a number; the first vCPU is 0.
    .code16
    .globl ap_trampoline, ap_trampoline_end
ap_trampoline:
    cli
    cld
    xor %ax, %ax
    mov %ax, %ds
    lgdtl TRAMPOLINE_ADDRESS + (trampoline_gdtr - ap_trampoline)
    mov %cr0, %eax
    or $1, %al
    mov %eax, %cr0
    ljmpl $SELECTOR_CODE, $ap_entry
    .balign 4
trampoline_gdtr:
    .word 3 * 8 - 1
    .long TRAMPOLINE_ADDRESS + (trampoline_gdt - ap_trampoline)
    .balign 8
trampoline_gdt:
    .quad 0, 0x00cf9b000000ffff, 0x00cf93000000ffff
ap_trampoline_end:

    .code32
ap_entry:
    mov $SELECTOR_DATA, %eax
    mov %eax, %ds
    ENTER_LONG_MODE ap_long

    .code64
ap_long:
    mov $1, %ebp
    lock xadd %ebp, cpu_ticket
    mov %ebp, %r12d
    mov $cpu_main, %r13d
    cmp $BARE_CPUS_MAX, %ebp
    jb enter_ring3
park: // more vCPUs than there are areas
    hlt
    jmp park

// ebp: number of the vCPU, r12: what ring 3 is told, r13: where it begins.
enter_ring3:
    mov $SELECTOR_DATA, %eax
    mov %eax, %ds
    mov %eax, %es
    mov %eax, %ss
    mov %ebp, %ebx
    shl $12, %ebx // AREA_BYTES
    add $AREA_ADDRESS, %ebx
    lea AREA_RING0_TOP(%rbx), %rsp
    // The tables of this vCPU: the boot segments, and a task state segment of its own.
    mov $boot_gdt, %esi
    lea AREA_GDT(%rbx), %edi
    mov $5, %ecx
    rep movsq
    lea AREA_TSS(%rbx), %eax
    shl $16, %rax
    mov $0x89, %edx // present, available 64-bit TSS
    shl $40, %rdx
    or %rdx, %rax
    or $0x67, %rax // its limit
    mov %rax, AREA_GDT + SELECTOR_TSS(%rbx)
    movq $0, AREA_GDT + SELECTOR_TSS + 8(%rbx)
    movw $SELECTOR_TSS + 15, AREA_GDTR(%rbx)
    lea AREA_GDT(%rbx), %rax
    mov %rax, AREA_GDTR + 2(%rbx)
    mov %rsp, AREA_TSS + 4(%rbx) // stack of ring 0
    lea AREA_FAULT_TOP(%rbx), %rax
    mov %rax, AREA_TSS + 36(%rbx) // stack of exceptions
    movw $104, AREA_TSS + 102(%rbx) // no I/O ports for ring 3
    lgdt AREA_GDTR(%rbx)
    mov $SELECTOR_TSS, %eax
    ltr %ax
    lidt idtr
    // Stacks grow down from the end of this vCPU's; as after a call.
    lea 1(%rbp), %eax
    shl $13, %eax // STACK_BYTES
    add $STACK_ADDRESS - 8, %eax
    mov %rax, AREA_USER_STACK(%rbx)
    mov %r12, %rdi
    pushq $SELECTOR_USER_DATA
    push %rax
    pushq $FLAGS_INTERRUPTS
    pushq $SELECTOR_USER_CODE
    push %r13
    iretq

// --- the gate ----------------------------------------------------------------------------------

// uint64_t gate_call(uint32_t what, uint64_t first, uint64_t second): in ring 3.
    .globl gate_call
gate_call:
    mov %edi, %eax
gate_site:
    ud2
    ret

// Interrupts are off here. Registers are those of the call; all that a C call may change is free.
invalid_opcode:
    cmpq $gate_site, (%rsp)
    jne undefined_instruction
    addq $2, (%rsp)
    dec %eax
    jz gate_wait
    dec %eax
    jz gate_send
    dec %eax
    jz gate_out
    dec %eax
    jz gate_in
    dec %eax
    jz gate_read_msr
    dec %eax
    jz gate_write_msr

// Two ways to reset a PC; one of them ends every guest.
    mov $0xfe, %al
    out %al, $0x64
    lidt no_idtr
    int3

// Sleeps unless an interrupt came since the caller read `pending` (esi). `sti` takes effect after
// the instruction behind it, so none can slip in before the `hlt`.
gate_wait:
    mov %rsp, %rax
    and $-AREA_BYTES, %rax
    cmp %esi, AREA_PENDING(%rax)
    jne 1f
    sti
    hlt
    cli
1:  iretq

// rsi: bytes, edx: how many. The line takes 16 once it is empty.
gate_send:
    mov %edx, %r8d
1:  mov $COM1 + 5, %edx
2:  in %dx, %al
    test $0x20, %al
    jz 2b
    mov $16, %ecx
    cmp %r8d, %ecx
    cmova %r8d, %ecx
    sub %ecx, %r8d
    mov $COM1, %edx
    rep outsb
    test %r8d, %r8d
    jnz 1b
    iretq

gate_out: // esi: port, edx: byte
    mov %edx, %eax
    mov %esi, %edx
    out %al, %dx
    iretq

gate_in: // esi: port
    mov %esi, %edx
    xor %eax, %eax
    in %dx, %al
    iretq

gate_read_msr: // esi: number
    mov %esi, %ecx
    rdmsr
    shl $32, %rdx
    or %rdx, %rax
    iretq

gate_write_msr: // esi: number, rdx: value
    mov %esi, %ecx
    mov %edx, %eax
    shr $32, %rdx
    wrmsr
    iretq

// --- interrupts --------------------------------------------------------------------------------

// The timer, and another vCPU that wants this one awake: whoever sleeps looks again.
wake:
    push %rax
    mov %rsp, %rax
    and $-AREA_BYTES, %rax
    incl AREA_PENDING(%rax)
    mov $APIC_EOI, %eax
    movl $0, (%rax)
    pop %rax
spurious:
    iretq

// Bytes on the serial line go into a ring that ring 3 empties (serial.c); at the trigger level by
// eights, which is one exit for most hypervisors, else one by one until there is none.
serial:
    push %rax
    push %rcx
    push %rdx
    push %rdi
1:  mov $COM1 + 2, %edx
    in %dx, %al
    and $0xf, %al
    cmp $0x4, %al
    je 4f
    cmp $0xc, %al
    je 2f
    mov %rsp, %rax
    and $-AREA_BYTES, %rax
    incl AREA_PENDING(%rax)
    pop %rdi
    pop %rdx
    pop %rcx
    pop %rax
    iretq
2:  mov $COM1 + 5, %edx // time-out: fewer than the trigger level
    in %dx, %al
    test $1, %al
    jz 1b
    mov $1, %ecx
    call take_bytes
    jmp 2b
4:  mov serial_head, %eax
    and $SERIAL_RING_BYTES - 1, %eax
    mov $1, %ecx
    cmp $SERIAL_RING_BYTES - SERIAL_TRIGGER, %eax
    ja 5f
    mov $SERIAL_TRIGGER, %ecx
5:  call take_bytes
    jmp 1b
take_bytes: // ecx of them, which do not cross the ring's end
    mov serial_head, %edi
    add %ecx, serial_head
    and $SERIAL_RING_BYTES - 1, %edi
    add $serial_ring, %edi
    mov $COM1, %edx
    rep insb
    ret

// --- exceptions --------------------------------------------------------------------------------

// What happened goes into the area of the vCPU, and its ring 3 begins anew in cpu_fault(area): the
// interrupted work is lost, the report is not.
    .macro EXCEPTION number
exception_\number:
    pushq $0
    pushq $\number
    jmp report
    .endm
    .macro EXCEPTION_WITH_CODE number
exception_\number:
    pushq $\number
    jmp report
    .endm

    EXCEPTION 0
    EXCEPTION 1
    EXCEPTION 3
    EXCEPTION 4
    EXCEPTION 5
    EXCEPTION 7
    EXCEPTION_WITH_CODE 8
    EXCEPTION 9
    EXCEPTION_WITH_CODE 10
    EXCEPTION_WITH_CODE 11
    EXCEPTION_WITH_CODE 12
    EXCEPTION_WITH_CODE 13
    EXCEPTION_WITH_CODE 14
    EXCEPTION 15
    EXCEPTION 16
    EXCEPTION_WITH_CODE 17
    EXCEPTION 18
    EXCEPTION 19
    EXCEPTION 20
    EXCEPTION_WITH_CODE 21
undefined_instruction:
    pushq $0
    pushq $6
report:
    mov %rsp, %rbx
    and $-AREA_BYTES, %rbx
    pop AREA_VECTOR(%rbx)
    pop AREA_ERROR(%rbx)
    pop AREA_RIP(%rbx)
    pop AREA_CS(%rbx)
    pop %rax // flags
    pop AREA_RSP(%rbx)
    mov %cr2, %rax
    mov %rax, AREA_CR2(%rbx)
    lea AREA_RING0_TOP(%rbx), %rsp
    mov %rbx, %rdi
    cld
    pushq $SELECTOR_USER_DATA
    pushq AREA_USER_STACK(%rbx)
    pushq $FLAGS_INTERRUPTS
    pushq $SELECTOR_USER_CODE
    pushq $cpu_fault
    iretq

// --- tables ------------------------------------------------------------------------------------

    .section .data.ring0, "aw"
    .balign 8
boot_gdt: // accessed already, so that nobody need write to it
    .quad 0
    .quad 0x00af9b000000ffff
    .quad 0x00cf93000000ffff
    .quad 0x00cff3000000ffff
    .quad 0x00affb000000ffff
boot_gdtr:
    .word . - boot_gdt - 1
    .long boot_gdt, 0

    // Handlers lie in the program's first 64 KiB, so their upper halves are known here.
    .macro GATE handler, stack=0
    .word \handler - ring0_base
    .word SELECTOR_CODE
    .byte \stack, 0x8e // interrupt gate, for ring 0
    .word PROGRAM_ADDRESS >> 16
    .long 0, 0
    .endm

    .balign 16
idt:
    .irp number, 0, 1
    GATE exception_\number, 1
    .endr
    GATE spurious // non-maskable interrupt
    .irp number, 3, 4, 5
    GATE exception_\number, 1
    .endr
    GATE invalid_opcode // on the stack of ring 0: the gate sleeps, and is interrupted there
    .irp number, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21
    GATE exception_\number, 1
    .endr
    .rept 0x20 - 22
    GATE exception_15, 1
    .endr
    .rept VECTOR_SERIAL - 0x20
    GATE spurious
    .endr
    GATE serial
    .rept VECTOR_TIMER - VECTOR_SERIAL - 1
    GATE spurious
    .endr
    GATE wake // VECTOR_TIMER
    GATE wake // VECTOR_WAKE
    .rept 0x100 - VECTOR_WAKE - 1
    GATE spurious
    .endr
idtr:
    .word . - idt - 1
    .quad idt
no_idtr:
    .word 0
    .quad 0

    .globl cpu_ticket
    .balign 4
cpu_ticket: // number of the next vCPU that comes
    .long 1

    // Page tables: present 1, writable 2, user 4, write-through 8, uncached 0x10, 2 MiB 0x80.
    // Ring 3 adds what memory there is (memory.c): it may write here.
    // Entries of page tables: present 1, writable 2, user 4, write-through 8, uncached 0x10, a page
    // of 2 MiB 0x80. The tables above this one are made at the entry; ring 3 adds what memory there
    // is (memory.c): it may write there.
    .balign 4096
page_first: // without the page of address 0: who reads through a null pointer shall hear of it
    .quad 0
    .set page, 0x1000
    .rept 511
    .quad page + 7
    .set page, page + 0x1000
    .endr
    .section .bss.ring0, "aw", @nobits
    .globl serial_ring, serial_head
    .balign 16
serial_ring:
    .skip SERIAL_RING_BYTES
serial_head: // bytes ever taken, modulo 2^32
    .skip 4
    .section .note.GNU-stack, "", @progbits
