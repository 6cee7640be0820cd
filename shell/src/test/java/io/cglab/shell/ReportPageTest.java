package io.cglab.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a browser shows it: Chromium without a window. */
class ReportPageTest {
  private static final List<Path> BROWSERS =
      List.of(Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"));
  private static final String SCRIPT =
      """
      echo +io > /sys/fs/cgroup/cgroup.subtree_control
      cd /sys/fs/cgroup
      mkdir web db '<' '</script><b>x'
      echo +io > '</cgroup.subtree_control'
      echo "8:0 rbps=2097152" > web/io.max
      cgexec web -- dd if=/dev/sda of=/dev/null bs=64k count=160 iflag=direct 2> /dev/null &
      cgexec db -- dd if=/dev/zero of=/dev/nvme0n1 bs=64k count=4000 oflag=direct 2> /dev/null &
      cgexec '/sys/fs/cgroup/</script><b>x' -- dd if=/dev/sda of=/dev/null bs=4k count=9 iflag=direct 2> /dev/null
      sleep 2
      echo "8:0 rbps=4194304" > web/io.max
      sleep 3
      """;
  private static final Pattern PATH =
      Pattern.compile("<path class=\"line [^>]*?\\bd=\"([^\"]*)\"[^>]*?data-series=\"([^\"]*)\"");

  @TempDir static Path directory = Path.of("");
  private static Path page = Path.of("");

  @BeforeAll
  static void write() throws IOException {
    page = directory.resolve("run.html");
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    Console console = new Console(new ByteArrayInputStream(new byte[0]), out, err, false);
    assertThat(Main.run(console, "report", page.toString(), "-c", SCRIPT)).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("wrote " + page + "\n");
    assertThat(out.size()).isZero();
  }

  private static Path browser() {
    for (Path path : BROWSERS) {
      if (Files.isExecutable(path)) {
        return path;
      }
    }
    String missing = "no Chromium at " + BROWSERS + "; install it to test the page (.ci/run does)";
    if ("true".equals(System.getenv("CI"))) {
      fail(missing);
    }
    assumeTrue(false, missing);
    throw new AssertionError();
  }

  /** Runs the browser; returns what it prints, and fails if the page's scripts complain. */
  private static String browse(Path file, String fragment, String... options) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                browser().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--enable-logging=stderr",
                "--window-size=1200,2400",
                "--user-data-dir=" + Files.createTempDirectory(directory, "profile")));
    command.addAll(List.of(options));
    command.add(file.toUri() + fragment);
    Path out = Files.createTempFile(directory, "out", ".html");
    Path err = Files.createTempFile(directory, "err", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      fail("the browser does not end: " + Files.readString(err));
    }
    assertThat(process.exitValue()).as(Files.readString(err)).isZero();
    assertThat(Files.readString(err).lines().filter(line -> line.contains("CONSOLE"))).isEmpty();
    return Files.readString(out);
  }

  private static String dom(Path file, String fragment) throws Exception {
    String dom = browse(file, fragment, "--dump-dom");
    assertThat(dom).contains("data-ready=\"true\"");
    return dom;
  }

  /** The paths of a figure, by series. */
  private static Map<String, String> lines(String dom, String figure) {
    Map<String, String> lines = new LinkedHashMap<>();
    PATH.matcher(section(dom, figure))
        .results()
        .forEach((MatchResult path) -> lines.put(path.group(2), path.group(1)));
    return lines;
  }

  private static String section(String dom, String figure) {
    int from = dom.indexOf("<section class=\"figure\" id=\"" + figure + "\"");
    assertThat(from).as(figure).isPositive();
    return dom.substring(from, dom.indexOf("</section>", from));
  }

  private static List<String> texts(String dom, String figure) {
    return Pattern.compile("<text [^>]*>([^<]*)</text>")
        .matcher(section(dom, figure))
        .results()
        .map(text -> text.group(1))
        .toList();
  }

  @Test
  void everyPlotIsThereWithItsSeriesAxesAndLegend() throws Exception {
    String dom = dom(page, "");
    Map<String, List<String>> expected =
        Map.of(
            "bandwidth",
            List.of("/web on sda read", "/db on nvme0n1 write", "/web on sda rbps limit"),
            "iops",
            List.of("/web on sda read", "/db on nvme0n1 write"),
            "latency",
            List.of("/web on sda p50", "/web on sda p99", "/db on nvme0n1 p50"),
            "tokens",
            List.of("/web on sda read"),
            "waiting",
            List.of("/web on sda throttled"),
            "queue",
            List.of("/web on sda in the device", "sda requests", "nvme0n1 requests"));
    expected.forEach(
        (figure, series) -> {
          Map<String, String> lines = lines(dom, figure);
          assertThat(lines.keySet()).as(figure).containsAll(series);
          series.forEach(
              of ->
                  assertThat(lines.get(of))
                      .as(figure + ": " + of)
                      .matches("(M[0-9. HhLM]+)+")
                      .doesNotContain("NaN"));
          assertThat(section(dom, figure)).contains("<desc", "aria-label=");
          assertThat(texts(dom, figure)).contains("0 s", "2 s", "4 s");
        });
    assertThat(section(dom, "bandwidth")).contains("Bandwidth", "class=\"unit\"", "iB/s)");
    assertThat(texts(dom, "latency")).contains("1 ms", "100 ms");
    assertThat(dom)
        .contains("aria-pressed=\"true\"")
        .contains("io.max: 8:0 rbps=4194304 wbps=max riops=max wiops=max")
        .contains("cgroup.subtree_control: io")
        .contains("limits of sda: rbps=2097152", "limits of sda: rbps=4194304")
        .contains("scheduler mq-deadline");
    int legend = dom.indexOf("id=\"legend\"");
    assertThat(dom.substring(legend, dom.indexOf("</nav>", legend)))
        .contains("/web on sda</button>", "/db on nvme0n1</button>", "nvme0n1</button>");
    assertThat(dom).contains("/&lt;").doesNotContain("<b>x");
  }

  @Test
  void aFragmentOfTheAddressZoomsEveryPlot() throws Exception {
    String whole = dom(page, "");
    String zoomed = dom(page, "#zoom=1s,1500ms");
    for (String figure : List.of("bandwidth", "latency", "tokens", "queue")) {
      assertThat(lines(zoomed, figure).get(firstSeries(zoomed, figure)))
          .as(figure)
          .isNotEqualTo(lines(whole, figure).get(firstSeries(zoomed, figure)));
      assertThat(texts(zoomed, figure)).contains("1 s", "1.2 s", "1.5 s").doesNotContain("2 s");
    }
    assertThat(zoomed).contains("1 s to 1.5 s");
    assertThat(lines(dom(page, "#zoom=5s,4s"), "bandwidth")).isEqualTo(lines(whole, "bandwidth"));
  }

  private static String firstSeries(String dom, String figure) {
    return lines(dom, figure).keySet().stream()
        .filter(series -> series.startsWith("/web"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void draggingSelectsATimeAndDoubleClickingResetsIt() throws Exception {
    String act =
        """
        <script>
        const svg = () => document.querySelector("#bandwidth .plot svg");
        const at = (type, part) => {
          const box = svg().getBoundingClientRect();
          svg().dispatchEvent(new PointerEvent(type, { button: 0, bubbles: true,
            clientX: box.left + box.width * part, clientY: box.top + 50 }));
        };
        const said = [];
        const say = () => said.push(document.getElementById("range").textContent);
        at("pointerdown", 0.4); at("pointermove", 0.5);
        said.push("tip " + document.getElementById("tooltip").textContent);
        at("pointermove", 0.6); at("pointerup", 0.6);
        say();
        said.push(location.hash);
        svg().dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
        say();
        const paths = () => document.querySelectorAll("#bandwidth path.line[data-series^='/web']").length;
        said.push("lines " + paths());
        for (const button of document.querySelectorAll("#legend button"))
          if (button.textContent.startsWith("/web")) button.click();
        said.push("lines " + paths());
        document.querySelector("#latency details").open = true;
        document.querySelector("button[data-zoom=in]").click();
        say();
        setTimeout(() => {
          said.push("rows " + document.querySelectorAll("#latency tbody tr").length);
          document.body.append(Object.assign(document.createElement("pre"), { id: "said", textContent: said.join("\\n") }));
        }, 0);
        </script>
        </body>
        """;
    Path acting = directory.resolve("acting.html");
    Files.writeString(acting, Files.readString(page).replace("</body>", act));
    String dom = dom(acting, "");
    int from = dom.indexOf("<pre id=\"said\">") + "<pre id=\"said\">".length();
    List<String> said = dom.substring(from, dom.indexOf("</pre>", from)).lines().toList();
    assertThat(said).hasSize(8);
    assertThat(said.get(0)).startsWith("tip ").contains("/web on sda read", "/s");
    assertThat(said.get(1)).matches("1\\.[0-9]+ s to [23]\\.[0-9]+ s");
    assertThat(said.get(2)).matches("#zoom=1\\.[0-9]+s,[23]\\.[0-9]+s");
    assertThat(said.get(3)).startsWith("0 s to 5.");
    assertThat(said.get(4)).isEqualTo("lines 2");
    assertThat(said.get(5)).isEqualTo("lines 0");
    assertThat(said.get(6)).matches("1\\.[0-9]+ s to [34]\\.[0-9]+ s");
    assertThat(said.get(7)).matches("rows [12][0-9]");
  }

  @Test
  void theScreenShowsThePlotsInTheirColours() throws Exception {
    Path picture = directory.resolve("page.png");
    browse(page, "", "--screenshot=" + picture);
    BufferedImage image = ImageIO.read(picture.toFile());
    assertThat(image.getWidth()).isEqualTo(1200);
    Set<Integer> colors = new TreeSet<>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        colors.add(image.getRGB(x, y) & 0xffffff);
      }
    }
    assertThat(colors).contains(0x0068b3, 0xc24e00, 0xffffff);
  }

  @Test
  void thePageAsksTheNetworkForNothing() throws IOException {
    String text = Files.readString(page);
    assertThat(Pattern.compile("https?://[^\"' ]*").matcher(text).results().map(MatchResult::group))
        .containsOnly("http://www.w3.org/2000/svg");
    assertThat(text).doesNotContain("src=", "@import", "url(http", "fetch(", "</script><b>");
  }
}
