// SPDX-License-Identifier: GPL-3.0-or-later
// A firmware that does one thing: it fetches the multiboot program that QEMU was given by -kernel
// from QEMU's configuration device, and enters it. In place of SeaBIOS, which needs tens of
// milliseconds, and seconds under a hypervisor that emulates ring 0 and real mode. 64 KiB, mapped so
// that it ends at 4 GiB.
//
// The device (QEMU, docs/specs/fw_cfg.rst): a 16-bit key is written to port 0x510, then the item is
// read byte by byte from port 0x511.

    .set SELECT, 0x510
    .set RAM_SIZE, 0x03
    .set KERNEL_ADDRESS, 0x07
    .set KERNEL_SIZE, 0x08
    .set INFORMATION_ADDRESS, 0x0a
    .set INFORMATION_SIZE, 0x0b
    .set KERNEL_ENTRY, 0x10
    .set KERNEL_DATA, 0x11
    .set INFORMATION_DATA, 0x12
    .set BOOT_MAGIC, 0x2badb002
    .set HAS_MEMORY, 1
    // Whatever the machine, so much memory lies in one piece below its devices.
    .set MEMORY_MOST, 0x80000000

    .section .text, "ax"
base:
    .code16
start:
    cli
    cld
    lgdtl %cs:gdtr - base
    mov %cr0, %eax
    or $1, %al
    mov %eax, %cr0
    ljmpl $0x08, $start32

    .code32
start32:
    mov $0x10, %eax
    mov %eax, %ds
    mov %eax, %es
    mov %eax, %ss
    mov $0x7000, %esp
    mov $KERNEL_ADDRESS, %eax
    call number
    mov %eax, %edi
    mov $KERNEL_SIZE, %eax
    call number
    mov %eax, %ecx
    mov $KERNEL_DATA, %eax
    call fetch
    mov $INFORMATION_ADDRESS, %eax
    call number
    mov %eax, %ebx
    mov %eax, %edi
    mov $INFORMATION_SIZE, %eax
    call number
    mov %eax, %ecx
    mov $INFORMATION_DATA, %eax
    call fetch
    // A BIOS would say how much memory there is: the information has a place for it.
    mov $RAM_SIZE, %eax
    call number
    test %edx, %edx
    jnz 1f
    cmp $MEMORY_MOST, %eax
    jbe 2f
1:  mov $MEMORY_MOST, %eax
2:  shr $10, %eax
    sub $1024, %eax
    orl $HAS_MEMORY, (%ebx)
    movl $640, 4(%ebx)
    mov %eax, 8(%ebx)
    mov $KERNEL_ENTRY, %eax
    call number
    mov %eax, %edi
    mov $BOOT_MAGIC, %eax
    jmp *%edi

fetch: // ecx bytes of item eax to edi
    mov $SELECT, %edx
    out %ax, %dx
    inc %edx
    rep insb
    ret

number: // item eax as a number, in edx and eax; behind the end of an item there are zeros
    push %ecx
    push %edi
    sub $8, %esp
    mov %esp, %edi
    mov $8, %ecx
    call fetch
    pop %eax
    pop %edx
    pop %edi
    pop %ecx
    ret

    .balign 8
gdt: // accessed already: this memory cannot be written
    .quad 0, 0x00cf9b000000ffff, 0x00cf93000000ffff
gdtr:
    .word . - gdt - 1
    .long gdt

    .section .reset, "ax"
    .code16
    // The first instruction, 16 bytes before the end: back by 64 KiB less these 16 and itself.
    .byte 0xe9
    .word 0x10000 - 0xfff3
    .section .note.GNU-stack, "", @progbits
