using Oversight.Record.Catalogue;
using Oversight.Record.Frameworks;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Decisions;

public sealed class PublishFrameworkTests
{
    private const string Id = "nof-2025-26";
    private static readonly FrameworkPublished Good = Sample.Framework(Id, "2024-04-01", until: "2026-03-31");

    [Fact]
    public void A_version_is_published() =>
        SmallRecord.Empty().Accepts(new LogDecision(SubjectId.OfFramework(Id), Good), Good);

    [Fact]
    public void A_fault_is_named_by_its_field()
    {
        void Finds(string field, Func<FrameworkVersion, FrameworkVersion> change) =>
            SmallRecord
                .Empty()
                .FindsFault(
                    () => new LogDecision(SubjectId.OfFramework(Id), Good with { Framework = change(Good.Framework) }),
                    field
                );

        Finds("framework.id", f => f with { Id = "nof-2024-25" });
        Finds("framework.title", f => f with { Title = "" });
        Finds("framework.programme", f => f with { Programme = "\0" });
        Finds("framework.year", f => f with { Year = "2025/2026" });
        Finds("framework.year", f => f with { Year = "2025" });
        Finds("framework.year", f => f with { Year = null! });
        Finds("framework.segments", f => f with { Segments = [] });
        Finds("framework.segments", f => f with { Segments = [new(1, "One"), new(1, "Again")] });
        Finds("framework.segments[1]", f => f with { Segments = [new(1, "One"), null!] });
        Finds("framework.segments.number", f => f with { Segments = [new(0, "None")] });
        Finds("framework.segments.number", f => f with { Segments = [new(21, "Beyond")] });
        Finds("framework.segments.label", f => f with { Segments = [new(1, "")] });
        Finds("framework.mostIntensiveSegment", f => f with { MostIntensiveSegment = 5 });
        Finds("framework.reviewMonths", f => f with { ReviewMonths = 0 });
        Finds("framework.reviewMonths", f => f with { ReviewMonths = 121 });
        Finds("framework.nationalBodies", f => f with { NationalBodies = [""] });
        Finds("framework.nationalBodies", f => f with { NationalBodies = [.. Enumerable.Repeat("x", 21)] });
    }

    [Theory]
    [InlineData("")]
    [InlineData("NOF")]
    [InlineData("nof 2025")]
    [InlineData("-nof")]
    [InlineData("nof-")]
    [InlineData("nof-2025-26\n")]
    [InlineData("nof-٢٠٢٥")]
    public void An_id_is_small_letters_digits_and_hyphens(string id) =>
        Assert.Equal(
            "framework.id",
            Assert.Throws<BadInputException>(() => new LogDecision(SubjectId.OfFramework(id), Good)).Field
        );
}
