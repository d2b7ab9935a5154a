# SPDX-License-Identifier: GPL-3.0-or-later
# Fullhouse: one Makefile, out of tree in build/<mode>/. `make help` tells what there is.

VERSION := 0.1.0
PREFIX  ?= /usr/local
DESTDIR ?=
# MODE: release, debug; SANITIZE: address,undefined or thread (its own folder); WERROR=1 in CI.
MODE     ?= release
SANITIZE ?=
WERROR   ?= 0
comma := ,
ifneq ($(SANITIZE),)
  MODE_DIR := build/sanitize-$(subst $(comma),-,$(SANITIZE))
else
  MODE_DIR := build/$(MODE)
endif
O := $(MODE_DIR)

CC         ?= cc
AR         ?= ar
OBJCOPY    ?= objcopy
PKG_CONFIG ?= pkg-config
CRITERION_JOBS ?= $(shell nproc)
# CPPFLAGS, CFLAGS and LDFLAGS of the environment or the command line come last and so win.

WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith \
            -Wwrite-strings -Wvla -Wundef -Wformat=2 -Wno-missing-field-initializers
ifeq ($(WERROR),1)
  WARNINGS += -Werror
endif
ifneq ($(findstring clang,$(CC)),)
  WARNINGS += -Wno-format-nonliteral # clang asks it of va_list functions too
endif
CFLAGS_release := -O2 -g
CFLAGS_debug   := -O0 -g3
CFLAGS_MODE := $(CFLAGS_$(MODE))
ifneq ($(SANITIZE),)
  CFLAGS_MODE := -O1 -g -fno-omit-frame-pointer -fsanitize=$(SANITIZE) -fno-sanitize-recover=all
endif

# --- the rooms -------------------------------------------------------------------------------
# Lowest first; every one is a static archive. `make check-layers` holds includes against this order.
ROOMS := common/base common common/stats common/model common/wire common/inference common/store \
         workloads/core workloads/bare workloads/linux compare collector bench planner/law planner/value planner/market \
         planner/demand planner/plan planner/curve planner/sizing planner/certainty planner/mix \
         planner/purchase planner/packing planner/estate planner/amount planner/rules planner/standing \
         planner/target planner/moves planner/risk planner/request planner/consolidation live reports reports/compare cli
TOPS  := $(sort $(foreach room,$(ROOMS),$(firstword $(subst /, ,$(room))))) tests
HOST_PACKAGES := libvirt hwloc sqlite3 jansson libcyaml yaml-0.1 libxml-2.0 libarchive gsl libcurl nettle
TEST_PACKAGES := criterion

sources_of = $(sort $(wildcard $(1)/*.c))
MAINS      := cli/main.c workloads/linux/main.c
# What of the bare guest touches its machine; the rest is compiled and tested on the host, too.
BARE_MACHINE := $(wildcard $(patsubst %,workloads/bare/%.c,apic clock cpu exception home libc load main \
                memory serial session steal tsc))
LIB_SRC    := $(filter-out $(MAINS) $(BARE_MACHINE),$(foreach room,$(ROOMS),$(call sources_of,$(room))))
FIDELITY_MAIN := tests/fidelity/main.c
KILL_MAIN := tests/kill/main.c
TRUTH_SRC := $(sort $(wildcard tests/bench/truth/*.c))
POWER_SRC := $(sort $(wildcard tests/bench/power/*.c))
PREDICTION_SRC := $(sort $(wildcard tests/bench/prediction/*.c))
MIGRATION_SRC := tests/bench/migration/main.c $(sort $(wildcard tests/live/twin*.c))
TEST_SRC   := $(filter-out $(FIDELITY_MAIN) $(KILL_MAIN),$(sort $(shell find tests -name '*.c' -not -path 'tests/fuzz/*' -not -path 'tests/bench/*' 2>/dev/null)) tests/bench/made_campaign.c tests/bench/made_history.c tests/bench/power/mann_whitney.c)
FIDELITY_SRC := $(filter-out tests/fidelity/test_%,$(sort $(wildcard tests/fidelity/*.c)))
BENCH_SRC  := $(sort $(wildcard tests/bench/bench_*.c))
BENCH_MORE := $(filter-out $(BENCH_SRC),$(sort $(wildcard tests/bench/*.c))) tests/planner/made_market.c tests/planner/packing/vectorpack.c
FUZZ_SRC   := $(sort $(wildcard tests/fuzz/*.c))
ALL_C      := $(wildcard $(LIB_SRC) $(MAINS) $(TEST_SRC) $(FIDELITY_MAIN) $(KILL_MAIN) $(BENCH_SRC) $(BENCH_MORE) $(TRUTH_SRC) $(POWER_SRC) $(PREDICTION_SRC) $(MIGRATION_SRC) $(FUZZ_SRC))
ALL_H      := $(sort $(shell find $(TOPS) -name '*.h' 2>/dev/null))

obj_of  = $(patsubst %.c,$(O)/obj/%.o,$(1))
archive = $(O)/lib/libfullhouse-$(subst /,-,$(1)).a
ARCHIVES := $(foreach room,$(ROOMS),$(call archive,$(room)))
# The linker reads archives left to right: the highest room first.
reverse = $(if $(1),$(call reverse,$(wordlist 2,$(words $(1)),$(1))) $(firstword $(1)))
LINK_ARCHIVES := $(call reverse,$(ARCHIVES))
GUEST_ROOMS    := workloads/linux workloads/core common/wire common/model common/stats common/base
GUEST_ARCHIVES := $(foreach room,$(GUEST_ROOMS),$(O)/guest/libfullhouse-$(subst /,-,$(room)).a)

# Goals that compile nothing need no packages and write nothing.
LIGHT_GOALS := help clean uninstall format check-format check-layers check-scripts
BUILDING    := $(filter-out $(LIGHT_GOALS),$(or $(MAKECMDGOALS),all))
MISSING = Some libraries are missing ($(1)); this installs them: ./scripts/install-deps
ifneq ($(BUILDING),)
  HOST_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(HOST_PACKAGES) 2>/dev/null)
  HOST_LIBS   := $(shell $(PKG_CONFIG) --libs $(HOST_PACKAGES) 2>/dev/null)
  ifeq ($(HOST_LIBS),)
    $(error $(call MISSING,$(HOST_PACKAGES)))
  endif
  # They come without a file for pkg-config.
  ifeq ($(shell $(CC) $(CPPFLAGS) $(CFLAGS) -fsyntax-only -include csv.h -include glpk.h -x c /dev/null 2>/dev/null && echo yes),)
    $(error $(call MISSING,libcsv and glpk))
  endif
  HOST_LIBS += -lcsv -lglpk
endif
ifneq ($(filter check check-reference %/fullhouse-tests,$(BUILDING)),)
  TEST_LIBS := $(shell $(PKG_CONFIG) --libs $(TEST_PACKAGES) 2>/dev/null)
  ifeq ($(TEST_LIBS),)
    $(error $(call MISSING,$(TEST_PACKAGES)) check)
  endif
endif

DEFINES := -D_GNU_SOURCE -DFULLHOUSE_VERSION='"$(VERSION)"'
BASE_CFLAGS = -std=gnu17 $(CFLAGS_MODE) $(WARNINGS) -I. $(DEFINES) $(HOST_CFLAGS) -pthread -MMD -MP \
              $(CPPFLAGS) $(CFLAGS)
# The one call that goes up: the core asks it of its home (workloads/core/home.h), which the linker
# has passed when it comes to the core.
UPWARDS := -Wl,-u,home_yield
BASE_LDFLAGS = $(CFLAGS_MODE) $(UPWARDS) -pthread $(CFLAGS) $(LDFLAGS)
# Kernels and what the bare guest shares run without a libc and give bit-equal floating point.
FREESTANDING := $(wildcard workloads/core/*.c workloads/bare/*.c) common/base/rng.c \
                common/stats/histogram.c common/stats/histogram_codec.c common/wire/base64.c
FREESTANDING_CFLAGS := -ffreestanding -fno-builtin -ffp-contract=off \
                       $(if $(findstring clang,$(CC)),,-fno-tree-loop-distribute-patterns)
# The guest binary is static and never sanitized: it runs as PID 1 in 96 MiB. It travels in every
# initramfs, so it goes without symbols.
GUEST_MODE    = $(if $(SANITIZE),-O2 -g,$(CFLAGS_MODE))
GUEST_CFLAGS  = -std=gnu17 $(GUEST_MODE) $(WARNINGS) -I. $(DEFINES) -pthread -MMD -MP \
                $(CPPFLAGS) $(filter-out -fsanitize%,$(CFLAGS))
GUEST_LDFLAGS = $(GUEST_MODE) $(if $(filter debug,$(MODE)),,-s) $(UPWARDS) -static -pthread $(filter-out -fsanitize%,$(CFLAGS) $(LDFLAGS))

.DEFAULT_GOAL := all

# A line for each thing made; V=1 shows the whole command, -s nothing.
V   ?= 0
say = $(if $(filter 1,$(V))$(findstring s,$(firstword -$(MAKEFLAGS))),,@printf '  %-4s %s\n' $(1) $@; )

.SUFFIXES:
.DELETE_ON_ERROR:

GUESTS := $(O)/fullhouse-guest $(O)/fullhouse-bare $(O)/fullhouse-bare.rom
all: $(O)/fullhouse $(GUESTS) ## build the program and its guests

bare: $(O)/fullhouse-bare $(O)/fullhouse-bare.rom ## build the bare guest alone

help: ## this list
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))
	@echo "  MODE=release|debug  SANITIZE=address,undefined|thread  WERROR=1  V=1  PREFIX=  DESTDIR="

# Stamps: files whose text is the flags and the names of the sources. A change of compiler or flags
# rebuilds all; a source that comes or goes renews the archives, so that nothing stale is linked.
quoted  = '$(subst ','\'',$(1))'
STAMP   := $(O)/flags
SOURCES := $(O)/sources
$(STAMP): TEXT := $(CC) $(BASE_CFLAGS) $(BASE_LDFLAGS) $(GUEST_CFLAGS) $(GUEST_LDFLAGS) \
                  $(FREESTANDING_CFLAGS) $(BARE_CFLAGS) $(BARE_LDFLAGS) $(HOST_LIBS) $(CURDIR)
$(SOURCES): TEXT := $(sort $(ALL_C))
$(STAMP) $(SOURCES): FORCE
	@mkdir -p $(@D)
	@printf '%s' $(call quoted,$(TEXT)) | cmp -s - $@ || printf '%s' $(call quoted,$(TEXT)) > $@

$(O)/obj/%.o: %.c $(STAMP)
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(BASE_CFLAGS) $(if $(filter $<,$(FREESTANDING)),$(FREESTANDING_CFLAGS)) -c $< -o $@
$(O)/guest/obj/%.o: %.c $(STAMP)
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(GUEST_CFLAGS) $(if $(filter $<,$(FREESTANDING)),$(FREESTANDING_CFLAGS)) -c $< -o $@

define room_archive
$(call archive,$(1)): $(call obj_of,$(filter-out $(MAINS) $(BARE_MACHINE),$(call sources_of,$(1)))) $(SOURCES)
	@mkdir -p $$(@D)
	@rm -f $$@
	$$(call say,AR)$(AR) rcs $$@ $$(filter %.o,$$^)
endef
$(foreach room,$(ROOMS),$(eval $(call room_archive,$(room))))

# The bare guest: no libc, no operating system. A multiboot program (32-bit ELF, as the specification
# wants it) and the firmware that loads it. The same bytes whatever the mode: it is what is measured.
BARE_SRC := $(wildcard workloads/core/*.c workloads/bare/*.c) common/base/rng.c \
            common/stats/histogram.c common/stats/histogram_codec.c common/wire/base64.c
BARE_CFLAGS = -std=gnu17 -O2 -g0 $(WARNINGS) -I. -DWORKLOAD_SPEECHLESS -DFULLHOUSE_VERSION='"$(VERSION)"' -MMD -MP -m64 \
              -march=x86-64 -mcmodel=small -fno-pic -fno-pie -fno-stack-protector -fcf-protection=none \
              -fno-asynchronous-unwind-tables -ffunction-sections -fdata-sections $(FREESTANDING_CFLAGS)
BARE_LDFLAGS = -m64 -nostdlib -static -no-pie -Wl,--build-id=none -Wl,--gc-sections -Wl,-n -Wl,--no-warn-rwx-segments
BARE_OBJ := $(patsubst %.c,$(O)/bare/obj/%.o,$(BARE_SRC)) $(O)/bare/obj/workloads/bare/ring0.o
$(O)/bare/obj/%.o: %.c $(STAMP)
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(BARE_CFLAGS) -c $< -o $@
$(O)/bare/obj/%.o: %.S $(STAMP)
	@mkdir -p $(@D)
	$(call say,AS)$(CC) -I. -MMD -MP -m64 -Wa,--noexecstack -c $< -o $@
$(O)/bare/fullhouse-bare.elf64: $(BARE_OBJ) workloads/bare/bare.ld $(SOURCES)
	$(call say,LINK)$(CC) $(BARE_LDFLAGS) -T workloads/bare/bare.ld -o $@ $(BARE_OBJ)
$(O)/fullhouse-bare: $(O)/bare/fullhouse-bare.elf64
	$(call say,COPY)$(OBJCOPY) --strip-all -O elf32-i386 $< $@
$(O)/bare/firmware.elf: $(O)/bare/obj/workloads/bare/firmware.o workloads/bare/firmware.ld
	$(call say,LINK)$(CC) -m64 -nostdlib -static -no-pie -Wl,--build-id=none -T workloads/bare/firmware.ld -o $@ $<
$(O)/fullhouse-bare.rom: $(O)/bare/firmware.elf
	$(call say,COPY)$(OBJCOPY) -O binary -j .text $< $@

# What needs a host library stays out of the guest.
NOT_IN_GUEST := $(wildcard common/model/config*.c common/model/scenario*.c common/model/csv.c common/model/trace_file.c)
define guest_archive
$(O)/guest/libfullhouse-$(subst /,-,$(1)).a: $(patsubst %.c,$(O)/guest/obj/%.o,$(filter-out $(MAINS) $(NOT_IN_GUEST),$(call sources_of,$(1)))) $(SOURCES)
	@mkdir -p $$(@D)
	@rm -f $$@
	$$(call say,AR)$(AR) rcs $$@ $$(filter %.o,$$^)
endef
$(foreach room,$(GUEST_ROOMS),$(eval $(call guest_archive,$(room))))

$(O)/fullhouse: $(O)/obj/cli/main.o $(LINK_ARCHIVES)
	$(call say,LINK)$(CC) $(BASE_LDFLAGS) -o $@ $< $(LINK_ARCHIVES) $(HOST_LIBS) -lm
$(O)/fullhouse-guest: $(O)/guest/obj/workloads/linux/main.o $(GUEST_ARCHIVES)
	$(call say,LINK)$(CC) $(GUEST_LDFLAGS) -o $@ $< $(GUEST_ARCHIVES) -ljansson -lm

# --- tests -----------------------------------------------------------------------------------
FULL_O = $(if $(filter /%,$(O)),$(O),$(CURDIR)/$(O))
TEST_DEFINES = -DTEST_SOURCE_DIR='"$(CURDIR)"' -DTEST_BUILD_DIR='"$(FULL_O)"'
$(O)/obj/tests/%.o: BASE_CFLAGS += $(TEST_DEFINES) -Wno-missing-prototypes
$(O)/fullhouse-tests: $(call obj_of,$(TEST_SRC)) $(LINK_ARCHIVES)
	$(call say,LINK)$(CC) $(BASE_LDFLAGS) -o $@ $(call obj_of,$(TEST_SRC)) $(LINK_ARCHIVES) $(TEST_LIBS) $(HOST_LIBS) -lm

check: all $(O)/fullhouse-tests ## run every test: fast ones side by side, then those with real guests one by one
	scripts/run-tests $(O)/fullhouse-tests $(CRITERION_JOBS)

check-reference: $(O)/fullhouse-tests ## published inputs with published answers, when ../shared/data is there
	scripts/check-reference $(O)/fullhouse-tests

check-layers: ## includes point down or sideways, foreign headers only in their doors
	@scripts/check-layers

check-format: ## what clang-format would change
	@clang-format --dry-run --Werror $(ALL_C) $(ALL_H)

# Each time from nothing, in a folder of another name.
TWICE := $(O)/twice
check-reproducible: ## the bare guest comes out in the same bytes whenever and wherever it is built
	@rm -rf $(TWICE)
	@$(MAKE) --no-print-directory -s O=$(TWICE)/once bare
	@$(MAKE) --no-print-directory -s O=$(TWICE)/and-again bare
	@cmp $(TWICE)/once/fullhouse-bare $(TWICE)/and-again/fullhouse-bare
	@cmp $(TWICE)/once/fullhouse-bare.rom $(TWICE)/and-again/fullhouse-bare.rom
	@rm -rf $(TWICE)

check-scripts: ## shellcheck over the scripts
	@shellcheck .ci/run examples/nightly/fullhouse-nightly $(filter-out scripts/packages,$(wildcard scripts/*))

format: ## let clang-format change it
	@clang-format -i $(ALL_C) $(ALL_H)

tidy: compile_commands.json ## clang-tidy over the sources
	@clang-tidy -p . --quiet $(LIB_SRC) $(MAINS)

compile_commands.json: Makefile $(STAMP) $(SOURCES) ## for clangd and clang-tidy
	@scripts/compile-commands $(call quoted,$(CC) $(BASE_CFLAGS) $(TEST_DEFINES)) $(ALL_C) > $@

fuzz: ## fuzz every parser for FUZZ_SECONDS (30) each with libFuzzer (clang)
	@scripts/fuzz $(or $(FUZZ_SECONDS),30)

# scripts/fuzz calls this one with clang and SANITIZE=fuzzer-no-link,...
FUZZERS := $(patsubst tests/fuzz/%.c,$(O)/fuzz/%,$(FUZZ_SRC))
$(FUZZERS): $(O)/fuzz/%: $(O)/obj/tests/fuzz/%.o $(LINK_ARCHIVES)
	@mkdir -p $(@D)
	$(CC) $(subst fuzzer-no-link,fuzzer,$(BASE_LDFLAGS)) -o $@ $< $(LINK_ARCHIVES) $(HOST_LIBS) -lm
fuzzers: $(FUZZERS)

BENCHES := $(patsubst tests/bench/%.c,$(O)/bench/%,$(BENCH_SRC))
BENCH_OBJ := $(call obj_of,$(BENCH_MORE))
$(BENCHES): $(O)/bench/%: $(O)/obj/tests/bench/%.o $(BENCH_OBJ) $(LINK_ARCHIVES)
	@mkdir -p $(@D)
	$(call say,LINK)$(CC) $(BASE_LDFLAGS) -o $@ $< $(BENCH_OBJ) $(LINK_ARCHIVES) $(HOST_LIBS) -lm
bench: all $(BENCHES) ## measure Fullhouse itself: an operation of the runner, boots against bare QEMU, store, statistics
	scripts/bench $(O)
bench-plan: $(O)/bench/bench_plan ## what the certainty of a large plan costs: seconds and memory
	$<

bench-pack: $(O)/bench/bench_pack ## how packing scales: two made fleets up to 10,000 hosts and 100,000 guests: seconds, memory, hosts, bound, moves
	$<

bench-moves: $(O)/bench/bench_moves ## seconds that an order of moves takes as fleets grow, to 100,000 guests
	$<

bench-ganeti: $(O)/bench/bench_pack ## hosts freed, moves and time beside Ganeti's hsqueeze, where it is installed (ganeti-htools): GANETI_HOSTS (10 20 40), GANETI_SECONDS (240)
	scripts/bench-ganeti $< "$(or $(GANETI_HOSTS),10 20 40)" $(or $(GANETI_SECONDS),240)

bench-planetlab: $(O)/bench/bench_planetlab ## a day of 1052 real guests on 800 hosts, planned by peak, percentile and mean: FULLHOUSE_REFERENCE
	$<

VECTORPACK_SECONDS ?= 2
bench-vectorpack: $(O)/bench/bench_vectorpack ## the 144 published packing instances, one line each: VECTORPACK_SECONDS (2) each on one core, FULLHOUSE_REFERENCE (../shared/data)
	$< $(or $(FULLHOUSE_REFERENCE),../shared/data) $(VECTORPACK_SECONDS)

bench-estate: $(O)/bench/bench_estate ## what large inputs of plan pack cost to read: seconds and memory (writes 1 GB to /tmp)
	$<

HISTORY_RUNS ?= 2000
bench-history: all $(O)/bench/bench_history ## what history and compare take in a store of years of nightly runs: HISTORY_RUNS (2000) of one label, as many of others (writes 400 MB to /tmp)
	$(O)/bench/bench_history $(O) $(HISTORY_RUNS)

ABS ?= 200
bench-ab: $(O)/bench/bench_ab ## what ab finds, and takes for something, on made-up boots with known noise and drift: ABS (200) a line
	$< $(ABS)

CONTRASTS ?= 1000
CONTRAST_VERDICTS ?= 200
bench-coverage: $(O)/bench/bench_coverage $(O)/bench/bench_contrast ## do intervals and verdicts keep what they state: simulated campaigns, and comparisons (CONTRASTS, 1000; CONTRAST_VERDICTS, 200), with known noise
	$(O)/bench/bench_contrast $(CONTRASTS) $(CONTRAST_VERDICTS)
	$<

CHANGE_SERIES ?= 200
CHANGE_SEED ?= 1
bench-change-points: $(O)/bench/bench_change_points ## power and false alarms of change points on made series: CHANGE_SERIES (200) of each kind, CHANGE_SEED (1)
	$< $(CHANGE_SERIES) $(CHANGE_SEED)

bench-collect: $(O)/fullhouse ## what watching idle guests costs, beside virsh and others: GUESTS_IDLE (16 64), BENCH_SECONDS (60), BENCH_ROUNDS (5)
	scripts/bench-collect $(O) $(or $(GUESTS_IDLE),16 64)

# Peers are programs of the distribution: ./scripts/install-deps fidelity
$(O)/fidelity: $(call obj_of,$(FIDELITY_SRC)) $(LINK_ARCHIVES)
	$(call say,LINK)$(CC) $(BASE_LDFLAGS) -o $@ $(call obj_of,$(FIDELITY_SRC)) $(LINK_ARCHIVES) $(HOST_LIBS) -lm
FIDELITY_WHERE ?= host tcg
bench-fidelity: all $(O)/fidelity ## our workloads beside the tools people trust: FIDELITY_PAIRS (10), FIDELITY_SECONDS (1), FIDELITY_ONLY, FIDELITY_WHERE (host tcg)
	$(O)/fidelity $(O) $(FIDELITY_WHERE)

$(O)/truth: $(call obj_of,$(TRUTH_SRC) tests/bench/measure.c) $(LINK_ARCHIVES)
	$(call say,LINK)$(CC) $(BASE_LDFLAGS) -o $@ $(call obj_of,$(TRUTH_SRC) tests/bench/measure.c) $(LINK_ARCHIVES) $(HOST_LIBS) -lm
TRUTH_SEARCHES ?= 20
bench-truth: all $(O)/truth ## does a search find a maximum that is known by arithmetic: TRUTH_SEARCHES (20) of them, and a sweep beside: TRUTH_SEED
	$(O)/truth $(O) $(TRUTH_SEARCHES) $(TRUTH_SEED)

$(O)/power: $(call obj_of,$(POWER_SRC)) $(LINK_ARCHIVES)
	$(call say,LINK)$(CC) $(BASE_LDFLAGS) -o $@ $(call obj_of,$(POWER_SRC)) $(LINK_ARCHIVES) $(HOST_LIBS) -lm
POWER_TRIALS ?= 20
POWER_BLOCKS ?= 6..8
POWER_LANES ?= 1
POWER_SEED ?= 1
bench-power: all $(O)/power ## are slowdowns of 10 % and 5 % found, and nothing where there is none: POWER_TRIALS (20; 4 times as many comparisons), POWER_BLOCKS (6..8), POWER_LANES (1; trials at once, two CPUs each), POWER_SEED, POWER_FOLDER (kept, or -), POWER_PLATFORMS (all; as native,container); root, about an hour
	$(O)/power $(O) $(POWER_TRIALS) $(POWER_BLOCKS) $(POWER_LANES) $(POWER_SEED) $(or $(POWER_FOLDER),-) $(POWER_PLATFORMS)

$(O)/prediction: $(call obj_of,$(PREDICTION_SRC) tests/bench/measure.c) $(LINK_ARCHIVES)
	$(call say,LINK)$(CC) $(BASE_LDFLAGS) -o $@ $(call obj_of,$(PREDICTION_SRC) tests/bench/measure.c) $(LINK_ARCHIVES) $(HOST_LIBS) -lm
PREDICTION_ROUNDS ?= 2
PREDICTION_SEED ?= 1
bench-prediction: all $(O)/prediction ## do laws of half of the densities predict the others: real guests, native and TCG, about 10 minutes: PREDICTION_ROUNDS (2), PREDICTION_SEED, PREDICTION_FOLDER (kept)
	$(O)/prediction $(O) $(PREDICTION_ROUNDS) $(PREDICTION_SEED) $(PREDICTION_FOLDER)

$(O)/migration: $(call obj_of,$(MIGRATION_SRC)) $(LINK_ARCHIVES)
	$(call say,LINK)$(CC) $(BASE_LDFLAGS) -o $@ $(call obj_of,$(MIGRATION_SRC)) $(LINK_ARCHIVES) $(HOST_LIBS) -lm
MIGRATION_ROUNDS ?= 2
MIGRATION_GUEST ?= bare
bench-migration: all $(O)/migration ## guests under load moved between two libvirt daemons: predicted and measured downtime: MIGRATION_ROUNDS (2), MIGRATION_GUEST (bare, or linux, which QEMU's emulation may break); root, 2 minutes
	$(O)/migration $(O) $(MIGRATION_ROUNDS) $(MIGRATION_GUEST)

KILL_SRC := $(sort $(wildcard tests/kill/*.c))
$(O)/kill: $(call obj_of,$(KILL_SRC)) $(LINK_ARCHIVES)
	$(call say,LINK)$(CC) $(BASE_LDFLAGS) -o $@ $(call obj_of,$(KILL_SRC)) $(LINK_ARCHIVES) $(HOST_LIBS) -lm
KILLS ?= 20
KILL_PLATFORMS ?= native,tcg/bare
AA_OPTIONS ?= --platform native --guests 1..2 --workload memory:latency --rate 20% --repeats 3 --windows 3 --window 100ms --warmup 3
bench-aa: all ## the noise floor of this host, AA_PAIRS (20) pairs of identical runs: AA_OPTIONS (native, 1 and 2 guests, short windows)
	$(O)/fullhouse bench --aa $(or $(AA_PAIRS),20) $(AA_OPTIONS)

bench-kill: all $(O)/kill ## kill -9 at KILLS (20) random moments of a campaign over KILL_PLATFORMS (native,tcg/bare), resumed each time: KILL_SEED
	$(O)/kill $(O) $(KILLS) $(KILL_PLATFORMS) 4 500ms $(KILL_SEED)

docs: $(O)/fullhouse ## write anew the tables in docs/
	@scripts/docs $<

# --- install ---------------------------------------------------------------------------------
PLACE := $(DESTDIR)$(PREFIX)
DOCS  := README.md CHANGELOG.md LICENSE
install: all ## into $(DESTDIR)$(PREFIX)
	install -d "$(PLACE)/bin" "$(PLACE)/libexec/fullhouse" "$(PLACE)/share/doc/fullhouse"
	install -m 755 $(O)/fullhouse "$(PLACE)/bin/fullhouse"
	install -m 755 $(O)/fullhouse-guest "$(PLACE)/libexec/fullhouse/fullhouse-guest"
	install -m 644 $(O)/fullhouse-bare $(O)/fullhouse-bare.rom "$(PLACE)/libexec/fullhouse/"
	install -m 644 $(DOCS) "$(PLACE)/share/doc/fullhouse/"
uninstall: ## what install put there; below DESTDIR the emptied folders too
	rm -f "$(PLACE)/bin/fullhouse" $(foreach guest,$(notdir $(GUESTS)),"$(PLACE)/libexec/fullhouse/$(guest)")
	rm -f $(foreach doc,$(DOCS),"$(PLACE)/share/doc/fullhouse/$(doc)")
	@for folder in libexec/fullhouse share/doc/fullhouse; do \
	  [ ! -d "$(PLACE)/$$folder" ] || rmdir --ignore-fail-on-non-empty "$(PLACE)/$$folder"; done
ifneq ($(filter-out /,$(DESTDIR)),)
	@cd "$(DESTDIR)" 2>/dev/null || exit 0; for folder in bin libexec share/doc; do \
	  [ ! -d "$(PREFIX:/%=%)/$$folder" ] || rmdir -p --ignore-fail-on-non-empty "$(PREFIX:/%=%)/$$folder"; done
endif

clean: ## remove build/
	rm -rf build compile_commands.json

.PHONY: all bare help bench-collect check check-reproducible check-reference check-layers check-format check-scripts format tidy fuzz fuzzers bench bench-aa bench-ab bench-change-points bench-coverage bench-estate bench-fidelity bench-ganeti bench-history bench-kill bench-migration bench-moves bench-pack bench-plan bench-planetlab bench-power bench-prediction bench-truth bench-vectorpack docs \
        install uninstall clean FORCE
ifneq ($(BUILDING),)
  -include $(shell find $(O) -name '*.d' 2>/dev/null)
endif
