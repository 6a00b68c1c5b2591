using System.Xml.Linq;
using Analyzer.Tests.Support;

namespace Analyzer.Tests.Architecture;

public sealed class ProjectFileTests
{
    public static TheoryData<string> All => [.. Folders("src"), .. Folders("tests")];

    [Theory]
    [InlineData("Analyzer.Capture", "")]
    [InlineData("Analyzer.Dissection", "Analyzer.Capture")]
    [InlineData("Analyzer.Servers", "")]
    [InlineData("Analyzer.Terminal", "Analyzer.Capture Analyzer.Dissection Analyzer.Servers")]
    public void A_project_refers_only_to_earlier_ones(string project, string expected)
    {
        IEnumerable<string> referred = Items(Project("src/" + project), "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path));

        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), referred.Order());
    }

    [Fact]
    public void There_is_no_project_whose_arrows_are_not_asserted()
    {
        Assert.Equal(["Analyzer.Capture", "Analyzer.Dissection", "Analyzer.Servers", "Analyzer.Terminal"], Folders("src").Select(path => Path.GetFileName(path)).Order());
    }

    [Fact]
    public void Only_the_capture_project_allows_unsafe_code()
    {
        IEnumerable<string> allowing = Folders("src").Concat(Folders("tests")).Where(project => Project(project).Descendants("AllowUnsafeBlocks").Any());

        Assert.Equal(["src/Analyzer.Capture"], allowing);
        Assert.Empty(XDocument.Load(Repository.At("Directory.Build.props")).Descendants("AllowUnsafeBlocks"));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Packages_are_those_of_the_central_list(string project)
    {
        XDocument file = Project(project);

        Assert.Subset(Items(XDocument.Load(Repository.At("Directory.Packages.props")), "PackageVersion").ToHashSet(), Items(file, "PackageReference").ToHashSet());
        Assert.DoesNotContain(file.Descendants("PackageReference"), package => package.Attribute("Version") is not null || package.Attribute("VersionOverride") is not null);
    }

    [Theory]
    [InlineData("Analyzer.Capture")]
    [InlineData("Analyzer.Dissection")]
    public void What_reads_captures_needs_no_package(string project)
    {
        Assert.Empty(Items(Project("src/" + project), "PackageReference"));
    }

    static IEnumerable<string> Folders(string under) =>
        Directory.GetFiles(Repository.At(under), "*.csproj", SearchOption.AllDirectories).Select(file => $"{under}/{Path.GetFileNameWithoutExtension(file)}").Order();

    static XDocument Project(string folder) => XDocument.Load(Repository.At(folder, Path.GetFileName(folder) + ".csproj"));

    static IEnumerable<string> Items(XDocument file, string kind) => file.Descendants(kind).Select(item => item.Attribute("Include")!.Value);
}
