// SPDX-License-Identifier: GPL-3.0-or-later
// Which QEMU, machine and CPU model: words, what a scenario keeps of them, and who has none.
#include "common/model/emulator.h"

#include <criterion/criterion.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/scenario.h"
#include "common/model/scenario_arm.h"

TestSuite(model_emulator);

static void refuses(const char *key, const char *text, const char *why)
{
    struct scenario scenario;
    struct err err = {0};
    scenario_init(&scenario);
    cr_expect_lt(scenario_set(&scenario, key, text, &err), 0, "%s", text);
    cr_expect(strstr(err_text(&err), why), "'%s' does not say '%s'", err_text(&err), why);
    cr_expect(emulator_is_usual(&scenario.emulator), "untouched on failure");
    err_done(&err);
    scenario_done(&scenario);
}

Test(model_emulator, refuses_what_is_no_path_and_no_word)
{
    refuses("qemu", "qemu-system-x86_64", "qemu: 'qemu-system-x86_64' is no absolute path");
    refuses("machine", "q35,accel=kvm", "machine: 'q35,accel=kvm' is no name");
    refuses("cpu.model", "qemu64,+avx", "cpu.model: 'qemu64,+avx' is no name");
}

Test(model_emulator, reads_back)
{
    struct scenario scenario, again;
    scenario_init(&scenario);
    scenario_init(&again);
    scope_free char *none = scenario_format(&scenario);
    cr_expect_null(strstr(none, "machine"), "nothing is said of what is usual");
    const char *text = "qemu: /opt/a b/qemu\nmachine: pc-q35-7.2\ncpu: {model: EPYC}\n";
    cr_assert_eq(scenario_load_text(&scenario, "f", text, NULL), 0);
    scope_free char *yaml = scenario_format(&scenario);
    cr_assert_eq(scenario_load_text(&again, "f", yaml, NULL), 0);
    cr_expect_str_eq(again.emulator.program, "/opt/a b/qemu");
    cr_expect_str_eq(again.emulator.machine, "pc-q35-7.2");
    cr_expect_str_eq(again.emulator.cpu, "EPYC");
    cr_assert_eq(scenario_set(&again, "machine", "", NULL), 0);
    cr_expect_str_eq(again.emulator.machine, "");
    scenario_done(&again);
    scenario_done(&scenario);
}

Test(model_emulator, qemu_and_libvirt_name_two_models_differently)
{
    struct emulator emulator;
    emulator_init(&emulator);
    cr_assert_eq(emulator_set_cpu(&emulator, "host", NULL), 0);
    cr_expect_str_eq(emulator.cpu, "host-passthrough");
    cr_assert_eq(emulator_set_cpu(&emulator, "max", NULL), 0);
    cr_expect_str_eq(emulator.cpu, "maximum");
    emulator_done(&emulator);
}

Test(model_emulator, can_be_swept_and_processes_have_none)
{
    struct scenario scenario, arm;
    scenario_init(&scenario);
    cr_assert_eq(scenario_set(&scenario, "platform", "native,tcg", NULL), 0);
    cr_assert_eq(scenario_set(&scenario, "machine", "q35", NULL), 0);
    cr_assert_eq(scenario_sweep(&scenario, "cpu.model", "max,qemu64", NULL), 0);
    cr_assert_eq(scenario_sweep(&scenario, "qemu", "/opt/a/qemu,/opt/b/qemu", NULL), 0);
    scope_free char *name = NULL;
    cr_assert_eq(scenario_copy_arm(&arm, &scenario, 7, &name, NULL), 0);
    cr_expect_str_eq(name, "cpu.model=qemu64, qemu=/opt/b/qemu");
    cr_expect_str_eq(arm.emulator.program, "/opt/b/qemu");
    cr_expect_str_eq(arm.emulator.machine, "q35");
    scenario_done(&arm);
    scenario_copy_platform(&arm, &scenario, 0);
    cr_expect(emulator_is_usual(&arm.emulator), "native runs no QEMU");
    scenario_done(&arm);
    scenario_done(&scenario);
}

Test(model_emulator, native_alone_refuses_a_machine)
{
    struct scenario scenario;
    struct err err = {0};
    scenario_init(&scenario);
    cr_assert_eq(scenario_set(&scenario, "platform", "native", NULL), 0);
    cr_assert_eq(scenario_set(&scenario, "cpu.model", "max", NULL), 0);
    cr_expect_lt(scenario_check(&scenario, &err), 0);
    cr_expect(strstr(err_text(&err), "native runs processes here"), "%s", err_text(&err));
    err_done(&err);
    scenario_done(&scenario);
}
