package io.stoker.spark.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Rows of text in aligned columns, numbers to the right. */
public final class Table {
  private static final int WIDEST = 40;
  private static final Set<String> NUMBERS =
      Set.of("tinyint", "smallint", "int", "bigint", "float", "double", "decimal");

  private Table() {}

  public static List<String> of(List<String> names, List<String> types, List<List<String>> rows) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(names.stream().map(Table::shortened).toList());
    rows.forEach(row -> cells.add(row.stream().map(Table::shortened).toList()));
    int[] widths = new int[names.size()];
    for (List<String> row : cells) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    cells.forEach(row -> lines.add(line(row, types, widths)));
    lines.add(1, rule(widths));
    return lines;
  }

  private static String line(List<String> row, List<String> types, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String blanks = " ".repeat(widths[i] - row.get(i).length());
      boolean number = NUMBERS.contains(types.get(i).replaceAll("\\(.*", ""));
      line.append(i == 0 ? "" : "  ");
      line.append(number ? blanks + row.get(i) : row.get(i) + blanks);
    }
    return line.toString().stripTrailing();
  }

  private static String rule(int[] widths) {
    List<String> dashes = new ArrayList<>();
    for (int width : widths) {
      dashes.add("-".repeat(width));
    }
    return String.join("  ", dashes);
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\R", " ");
    return line.length() <= WIDEST ? line : line.substring(0, WIDEST - 1) + "…";
  }
}
