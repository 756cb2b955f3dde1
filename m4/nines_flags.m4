dnl SPDX-License-Identifier: MIT
dnl Compiler and linker flags that are used only where the tool chain knows them.

dnl NINES_COMPILE_FLAG(VARIABLE, FLAG): append FLAG to VARIABLE if the compiler takes it
AC_DEFUN([NINES_COMPILE_FLAG], [
	AS_VAR_PUSHDEF([cache], [nines_cv_cflag_$2])
	AC_CACHE_CHECK([whether $CC accepts $2], [cache], [
		nines_saved_CFLAGS=$CFLAGS
		CFLAGS="$CFLAGS -Werror $2"
		AC_COMPILE_IFELSE([AC_LANG_PROGRAM()],
			[AS_VAR_SET([cache], [yes])], [AS_VAR_SET([cache], [no])])
		CFLAGS=$nines_saved_CFLAGS
	])
	AS_VAR_IF([cache], [yes], [$1="$$1 $2"])
	AS_VAR_POPDEF([cache])
])

dnl NINES_LINK_FLAG(VARIABLE, FLAG): append FLAG to VARIABLE if the linker takes it
AC_DEFUN([NINES_LINK_FLAG], [
	AS_VAR_PUSHDEF([cache], [nines_cv_ldflag_$2])
	AC_CACHE_CHECK([whether the linker accepts $2], [cache], [
		nines_saved_LDFLAGS=$LDFLAGS
		nines_saved_CFLAGS=$CFLAGS
		CFLAGS="$CFLAGS -fPIE"
		LDFLAGS="$LDFLAGS $2"
		AC_LINK_IFELSE([AC_LANG_PROGRAM()],
			[AS_VAR_SET([cache], [yes])], [AS_VAR_SET([cache], [no])])
		LDFLAGS=$nines_saved_LDFLAGS
		CFLAGS=$nines_saved_CFLAGS
	])
	AS_VAR_IF([cache], [yes], [$1="$$1 $2"])
	AS_VAR_POPDEF([cache])
])

dnl NINES_NEED(PREFIX, MODULE-AND-VERSION, DEBIAN-PACKAGE, [IF-FOUND], [IF-MISSING])
dnl By default a missing module is remembered; NINES_REPORT_MISSING names all of them at once.
AC_DEFUN([NINES_NEED], [
	PKG_CHECK_MODULES([$1], [$2], [$4],
		m4_default([$5], [[nines_missing="$nines_missing
  m4_format([%-26s], [$2]) $3"]]))
])

AC_DEFUN([NINES_REPORT_MISSING], [
	AS_IF([test -n "$nines_missing"], [AC_MSG_ERROR([these libraries are missing
  needed                     Debian package$nines_missing
install the packages named on the right, then run configure again])])
])
