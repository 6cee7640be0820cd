package io.cglab.shell.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Colors, one letter a character: k a known command, u an unknown one, b bold (reserved words and
 * separators), s a string, S an unclosed one, v an expansion, r a redirection, c a comment.
 */
class HighlightingTest {
  private static char letter(AttributedStyle style) {
    AttributedStyle plain = AttributedStyle.DEFAULT;
    if (style.equals(plain.foreground(AttributedStyle.GREEN))) {
      return 'k';
    }
    if (style.equals(plain.foreground(AttributedStyle.RED))) {
      return 'u';
    }
    if (style.equals(plain.bold())) {
      return 'b';
    }
    if (style.equals(plain.foreground(AttributedStyle.YELLOW))) {
      return 's';
    }
    if (style.equals(plain.foreground(AttributedStyle.YELLOW).underline())) {
      return 'S';
    }
    if (style.equals(plain.foreground(AttributedStyle.CYAN))) {
      return 'v';
    }
    if (style.equals(plain.foreground(AttributedStyle.MAGENTA))) {
      return 'r';
    }
    if (style.equals(plain.faint())) {
      return 'c';
    }
    return style.equals(plain) ? '.' : '?';
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '@',
      textBlock =
          """
          cat a           → kkk..
          nix a           → uuu..
          echo "a b" c    → kkkk.sssss..
          echo 'a b' c    → kkkk.sssss..
          echo "a $x" $y  → kkkk.sssvvs.vv
          echo "a         → kkkk.SS
          echo 'a         → kkkk.SS
          echo a"b"c      → kkkk..sss.
          echo a > b      → kkkk...r..
          echo a 2>>b     → kkkk...rrr.
          echo a; nix     → kkkk..b.uuu
          cat a | cat b   → kkk...b.kkk..
          if cat; then x  → bb.kkkb.bbbb.u
          for i in a      → bbb.......
          X=1 cat         → ....kkk
          cat ${a} $((1)) → kkk.vvvv.vvvvvv
          cat $(nix a) b  → kkk.vvuuu..v..
          cat `nix a` b   → kkk.vuuu..v..
          cat "$(nix)"    → kkk.svvuuuvs
          cat $           → kkk..
          cat a # b       → kkk...ccc
          cat a#b         → kkk....
          cat <<E;x\\ny\\nE → kkk.rr.bu.sss
          """)
  void colors(String typed, String expected) {
    AttributedString colored =
        new Highlighting(name -> name.equals("cat") || name.equals("echo"))
            .highlight(typed.replace("\\n", "\n"));
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < colored.length(); i++) {
      letters.append(letter(colored.styleAt(i)));
    }
    assertThat(letters).hasToString(expected);
  }
}
