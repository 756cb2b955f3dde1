# SPDX-License-Identifier: MIT
# Unit tests, sorted, WITHOUT .c: tests/unit/test_x is built from tests/unit/test_x.c and run.
unit_tests = \
	tests/unit/test_alloc \
	tests/unit/test_arena \
	tests/unit/test_backoff \
	tests/unit/test_build_incidents \
	tests/unit/test_build_property \
	tests/unit/test_build_service \
	tests/unit/test_canvas \
	tests/unit/test_catalog \
	tests/unit/test_changes \
	tests/unit/test_cli \
	tests/unit/test_clock \
	tests/unit/test_collector \
	tests/unit/test_demo \
	tests/unit/test_demo_pagerduty \
	tests/unit/test_demo_sources \
	tests/unit/test_err \
	tests/unit/test_fact \
	tests/unit/test_file \
	tests/unit/test_history \
	tests/unit/test_http \
	tests/unit/test_http_dns \
	tests/unit/test_http_faults \
	tests/unit/test_http_redirect \
	tests/unit/test_http_tls \
	tests/unit/test_ident \
	tests/unit/test_incoming \
	tests/unit/test_ini \
	tests/unit/test_json \
	tests/unit/test_json_out \
	tests/unit/test_keymap \
	tests/unit/test_known \
	tests/unit/test_kpi \
	tests/unit/test_label \
	tests/unit/test_layout \
	tests/unit/test_log \
	tests/unit/test_map \
	tests/unit/test_oncall \
	tests/unit/test_option \
	tests/unit/test_outbox \
	tests/unit/test_outbox_crash \
	tests/unit/test_outbox_machine \
	tests/unit/test_outbox_store \
	tests/unit/test_prompt \
	tests/unit/test_query \
	tests/unit/test_queue \
	tests/unit/test_secret \
	tests/unit/test_secret_fetch \
	tests/unit/test_settings \
	tests/unit/test_slot \
	tests/unit/test_sparkline \
	tests/unit/test_starter \
	tests/unit/test_stat \
	tests/unit/test_str \
	tests/unit/test_table \
	tests/unit/test_text \
	tests/unit/test_theme \
	tests/unit/test_timefmt \
	tests/unit/test_url \
	tests/unit/test_url_check \
	tests/unit/test_vec \
	tests/unit/test_world \
	tests/unit/test_wrong_target \
	$(end)

# Those of them that use threads: `./dev tsan` runs these.
tsan_tests = \
	tests/unit/test_collector \
	tests/unit/test_demo \
	tests/unit/test_http \
	tests/unit/test_http_dns \
	tests/unit/test_http_faults \
	tests/unit/test_http_redirect \
	tests/unit/test_log \
	tests/unit/test_outbox \
	tests/unit/test_queue \
	tests/unit/test_slot \
	$(end)
