package io.stoker.acceptance.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the fenced blocks of a page. */
public final class Markdown {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$");

  private Markdown() {}

  /**
   * Commands and what they answer.
   *
   * @param answer JSON, when the page shows it
   */
  public record Example(String commands, @Nullable String answer) {}

  /** The page's {@code sh} blocks, each with the {@code json} block that comes before the next. */
  public static List<Example> examples(Path page) throws IOException {
    List<Example> examples = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(page));
    while (block.find()) {
      if (block.group(1).equals("sh")) {
        examples.add(new Example(block.group(2), null));
      } else if (block.group(1).equals("json") && !examples.isEmpty()) {
        int last = examples.size() - 1;
        examples.set(last, new Example(examples.get(last).commands(), block.group(2)));
      }
    }
    return examples;
  }
}
