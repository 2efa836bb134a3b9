package io.stoker.cli;

import io.stoker.cli.machine.Installation;
import io.stoker.cli.terminal.CommandException;
import io.stoker.cli.terminal.Terminal;
import io.stoker.cli.terminal.UsageException;
import io.stoker.database.DatabaseException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The stoker command, as the scripts of the repository and of the distribution start it. */
public final class Main {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;
  private static final int INTERRUPTED = 130;

  private Main() {}

  public static void main(String[] args) {
    var root = Path.of(System.getProperty("stoker.root", ".")).toAbsolutePath().normalize();
    var terminal = new Terminal(System.out, Boolean.getBoolean("stoker.terminal"));
    var finished = new CountDownLatch(1);
    interruptOnSignal(Thread.currentThread(), finished);
    var installation = new Installation(root, System.getProperty("stoker.command", "stoker"));
    int exitCode = run(List.of(args), installation, terminal, System.err);
    finished.countDown();
    System.exit(exitCode);
  }

  /** Ctrl-C reaches the command as an interrupt, and the JVM waits until it has tidied up. */
  private static void interruptOnSignal(Thread command, CountDownLatch finished) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (finished.getCount() > 0) {
                    command.interrupt();
                    awaitUninterruptibly(finished);
                  }
                }));
  }

  private static void awaitUninterruptibly(CountDownLatch finished) {
    try {
      finished.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static int run(
      List<String> args, Installation installation, Terminal terminal, PrintStream errors) {
    String command = args.isEmpty() ? "help" : args.get(0);
    List<String> words = args.isEmpty() ? List.of() : args.subList(1, args.size());
    try {
      return run(new CommandLine(command, words, installation, terminal, System.getenv()));
    } catch (UsageException e) {
      terminal.finish();
      errors.println("stoker: " + e.getMessage());
      return WRONG_USAGE;
    } catch (CommandException | DatabaseException e) {
      terminal.finish();
      errors.println("stoker: " + e.getMessage());
      return FAILED;
    } catch (InterruptedException e) {
      return INTERRUPTED;
    }
  }

  private static int run(CommandLine line) throws InterruptedException {
    return switch (line.command()) {
      case "up" -> new UpCommand(line).run();
      case "down" -> new DownCommand(line).run();
      case "status" -> new StatusCommand(line).run();
      case "demo" -> new DemoCommand(line).run();
      case "server" -> new ServerCommand(line).run();
      case "node" ->
          NodeOrderCommand.isOne(line)
              ? new NodeOrderCommand(line).run()
              : new NodeCommand(line).run();
      case "backup" -> new BackupCommand(line).write();
      case "restore" -> new BackupCommand(line).read();
      case "version", "--version" -> new VersionCommand(line).run();
      case "help", "--help", "-h" -> help(line);
      default -> throw line.unknown();
    };
  }

  private static int help(CommandLine line) {
    try (InputStream in = Main.class.getResourceAsStream("help.txt")) {
      if (in == null) {
        throw new IllegalStateException("help.txt is missing from the jar");
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
      line.terminal().line(text.replace("${stoker}", line.installation().command()));
      return OK;
    } catch (IOException e) {
      throw new CommandException("Cannot read help.txt", e);
    }
  }
}
