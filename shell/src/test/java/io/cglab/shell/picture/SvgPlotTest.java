package io.cglab.shell.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.cglab.cgroupfs.CgroupFs;
import io.cglab.cgroupfs.machine.MachineSpec;
import io.cglab.core.api.DevNo;
import io.cglab.core.cgroup.Task;
import io.cglab.core.task.Job;
import io.cglab.shell.observe.Instruments;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class SvgPlotTest {
  private static Document drawn(String cgroup, long ns) throws Exception {
    try (CgroupFs machine = CgroupFs.boot(MachineSpec.named("default"))) {
      Instruments instruments = Instruments.attached(machine);
      Files.writeString(machine.root().resolve("cgroup.subtree_control"), "+io");
      Path directory = Files.createDirectory(machine.root().resolve(cgroup));
      Files.writeString(directory.resolve("io.max"), "8:0 rbps=1048576");
      Task task = machine.machine().tasks().fork(machine.machine().tasks().init());
      Files.writeString(directory.resolve("cgroup.procs"), "" + task.pid());
      machine.machine().start(task, Job.direct(new DevNo(8, 0)).blockSize(16384).reads());
      machine.machine().advanceTo(ns);
      String svg = SvgPlot.svg(instruments);
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static List<Element> elements(Element in, String name) {
    List<Element> list = new ArrayList<>();
    NodeList nodes = in.getElementsByTagName(name);
    for (int i = 0; i < nodes.getLength(); i++) {
      list.add((Element) nodes.item(i));
    }
    return list;
  }

  @Test
  void hasAPanelForEachFigureWithALineForEachSeries() throws Exception {
    Document svg = drawn("web", 5_000_000_000L);
    List<Element> panels = elements(svg.getDocumentElement(), "g");
    assertThat(panels)
        .extracting(panel -> panel.getAttribute("data-figure"))
        .containsExactly("bandwidth", "iops", "latency", "tokens", "waiting", "queue");
    for (Element panel : panels) {
      assertThat(elements(panel, "title"))
          .extracting(Element::getTextContent)
          .anyMatch(title -> title.startsWith("/web on sda "));
    }
    assertThat(elements(panels.get(0), "text"))
        .extracting(Element::getTextContent)
        .contains("Bandwidth, MiB/s", "/web on sda read", "/web on sda rbps limit", "0 s", "5 s");
  }

  @Test
  void aBandwidthAtItsLimitLiesOnTheLimit() throws Exception {
    Document svg = drawn("web", 20_000_000_000L);
    Element panel = elements(svg.getDocumentElement(), "g").get(0);
    String[] lines = new String[2];
    for (Element path : elements(panel, "path")) {
      String title = path.getTextContent();
      if (title.equals("/web on sda read")) {
        lines[0] = path.getAttribute("d");
      } else if (title.equals("/web on sda rbps limit")) {
        lines[1] = path.getAttribute("d");
      }
    }
    double limit = Double.parseDouble(lines[1].replaceAll("^M[0-9.]+ ([0-9.]+)H.*", "$1"));
    double sum = 0;
    String[] points = lines[0].split("[ML]", -1);
    for (int i = 1; i < points.length; i++) {
      sum += Double.parseDouble(points[i].split(" ", -1)[1]);
    }
    assertThat(points.length).isGreaterThan(50);
    assertThat(sum / (points.length - 1)).isBetween(limit - 4, limit + 4);
  }

  @Test
  void namesOfCgroupsAreNoMarkup() throws Exception {
    Document svg = drawn("a<b>&\"c'", 1_000_000_000L);
    assertThat(svg.getDocumentElement().getTextContent()).contains("/a<b>&\"c' on sda read");
  }

  @Test
  void aMachineThatDidNothingHasAPictureToo() throws Exception {
    try (CgroupFs machine = CgroupFs.boot(MachineSpec.named("default"))) {
      assertThat(SvgPlot.svg(Instruments.attached(machine)))
          .contains("A run of 0 ns on machine default");
    }
  }
}
