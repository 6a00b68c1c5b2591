using Analyzer.Servers.Recording;
using Analyzer.Servers.Recording.Truth;
using Analyzer.Servers.Scenarios;
using Analyzer.Terminal.Selftest;

namespace Analyzer.Tests.Servers.Scenarios;

public sealed class CaptureGeneratorTests
{
    public static TheoryData<string> Names => [.. CaptureGenerator.Titles.Select(title => title.Name)];

    public static TheoryData<string> Repeatable => [.. CaptureGenerator.Titles.Where(title => title.IsRepeatable).Select(title => title.Name)];

    [Theory]
    [MemberData(nameof(Repeatable))]
    public void The_same_seed_makes_the_same_bytes_on_a_bad_day_too(string name)
    {
        var badDay = new Impairments { Loss = 0.1, Reorder = 0.1, Duplicate = 0.1, Overlap = 0.2, Resegment = true, CaptureLoss = 0.02 };

        Assert.Equal(Generate(name, badDay).Bytes.ToArray(), Generate(name, badDay).Bytes.ToArray());
    }

    [Fact]
    public void Another_seed_makes_another_capture()
    {
        byte[] one = CaptureGenerator.Generate("smtp-lecture", 1, Impairments.None, TestContext.Current.CancellationToken)!.Bytes.ToArray();
        byte[] other = CaptureGenerator.Generate("smtp-lecture", 2, Impairments.None, TestContext.Current.CancellationToken)!.Bytes.ToArray();

        Assert.NotEqual(one, other);
    }

    [Fact]
    public void A_name_that_is_no_scenario_makes_nothing() => Assert.Null(CaptureGenerator.Generate("smtp-seminar", 1, Impairments.None, TestContext.Current.CancellationToken));

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_that_the_analysis_finds_contradicts_the_truth(string name)
    {
        foreach (Trial trial in Trial.All().Where(trial => trial.Scenario == name))
        {
            IEnumerable<string> wrong = trial.Run(seed: 1).Where(one => one.Verdict == Verdict.Wrong).Select(one => $"{trial.Name}: {one.Kind} {one.What}");

            Assert.Empty(wrong);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Whole_captures_are_expected_to_be_found_exactly(string name)
    {
        CaptureTruth truth = Generate(name, Impairments.None).Truth;

        Assert.NotEmpty(truth.Sessions);
        Assert.Empty(truth.Gaps);
        Assert.All(truth.Streams, stream => Assert.Equal(Expectation.Exact, stream.Expected));
        Assert.All(truth.Sessions, session => Assert.Equal(Expectation.Exact, session.Expected));
        Assert.All(truth.Messages, message => Assert.Equal(Expectation.Exact, message.Expected));
    }

    [Fact]
    public void What_the_snap_length_cut_is_expected_to_be_marked()
    {
        CaptureTruth truth = Generate("alice-to-bob", new Impairments { SnapLength = 128 }).Truth;

        Assert.NotEmpty(truth.Gaps);
        Assert.Contains(truth.Messages, message => message is { Expected: Expectation.Marked, CompleteInCapture: false });
    }

    [Fact]
    public void Of_one_direction_the_other_sides_objects_are_absent()
    {
        CaptureTruth truth = Generate("pop3-delete", new Impairments { OnlySide = CapturedSide.Client }).Truth;

        Assert.All(truth.Messages, message => Assert.Equal(Expectation.Absent, message.Expected));
    }

    [Fact]
    public void The_truth_has_what_the_text_book_says()
    {
        CaptureTruth truth = Generate("smtp-lecture", Impairments.None).Truth;

        Assert.Equal(["HELO crepes.fr", "MAIL FROM: <alice@crepes.fr>", "RCPT TO: <bob@hamburger.edu>", "DATA", "QUIT"], truth.Sessions[0].Commands.Skip(1).Select(pair => pair[0]));
        Assert.Equal(["alice@crepes.fr"], truth.Messages.Select(message => message.Envelope!.MailFrom).Distinct());
        Assert.Equal("Dots at the start of a line", truth.Messages[1].Subject);
    }

    static GeneratedCapture Generate(string name, Impairments impairments) => CaptureGenerator.Generate(name, 1, impairments, TestContext.Current.CancellationToken)!;
}
