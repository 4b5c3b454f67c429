using System.Text;
using Oversight.Desk.Imports;
using Oversight.Projections.Status;
using Oversight.Record;
using Oversight.Record.Entries;
using Oversight.Record.People;
using static Oversight.Desk.Tests.TrackerFiles;

namespace Oversight.Desk.Tests;

/// <summary>Lists of organisations beside a record that holds the reference data.</summary>
public sealed class TrackerOrganisationsTests(LoadedRecord loaded) : IClassFixture<LoadedRecord>
{
    private const string Map = """
        {"columns": {"ods": "Code", "name": "Name", "kind": "Type", "region": "Region", "opened": "Opened", "closed": "Closed",
          "otherNames": "Also", "system": "ICB", "systemFrom": "Since"},
         "dates": "dd/MM/yyyy", "defaults": {"body": "nhs-england"}, "words": {"kind": {"FT": "nhs-foundation-trust"}}}
        """;

    private const string Headings = "Code,Name,Type,Region,Opened,Closed,Also,ICB,Since";

    private static readonly LoggedBy User = new("user:1", Grants.OfTheProgram);

    [Fact]
    public async Task Organisations_are_registered_in_bulk_with_their_systems_and_ends_and_once()
    {
        var file = Csv(
            Headings,
            "RZ7,Zenith NHS Foundation Trust,FT,Midlands,01/04/2023,,Zenith; ZFT,QOC,01/04/2023",
            "RZ7,Zenith NHS Foundation Trust,FT,Midlands,01/04/2023,,,QUA,01/04/2024",
            "RZ8,Nadir NHS Trust,NHS trust,y62,1991,30/09/2024,,QYG,01/07/2022"
        );
        var import = await PrepareAsync(file);
        Assert.Equal(["Opened"], import.Refused.Select(r => r.Column));

        file = Csv(
            Headings,
            "RZ7,Zenith NHS Foundation Trust,FT,Midlands,01/04/2023,,Zenith; ZFT,QOC,01/04/2023",
            "RZ7,Zenith NHS Foundation Trust,FT,Midlands,01/04/2023,,,QUA,01/04/2024",
            "RZ8,Nadir NHS Trust,NHS trust,y62,01/04/1991,30/09/2024,,QYG,01/07/2022"
        );
        import = await PrepareAsync(file);
        Assert.Empty(import.Refused);
        Assert.Equal(
            [
                "organisation-RZ7 organisation_registered",
                "organisation-RZ7 system_joined",
                "organisation-RZ7 system_joined",
                "organisation-RZ8 organisation_registered",
                "organisation-RZ8 system_joined",
                "organisation-RZ8 organisation_succeeded",
            ],
            import.Facts.Select(fact => $"{fact.Subject} {fact.Kind}")
        );
        await loaded.Record.Desk.LogAsync(import.Draft, User);
        var record = await loaded.Record.Live.AtAsync(known: null, CancellationToken.None);
        var zenith = OrganisationStatus.Of(record, Decisions.Ods("RZ7"), new(2024, 3, 31))!;
        Assert.Equal(
            (OrganisationKind.NhsFoundationTrust, "Y60", "QOC"),
            (zenith.Kind, zenith.Region.Code, Assert.Single(zenith.System.Icbs).Ods.Value)
        );
        Assert.Equal(["QUA"], record.SystemOf(Decisions.Ods("RZ7"), new(2024, 4, 1)).Systems.Select(s => s.Value));
        Assert.Equal(["RZ7"], OrganisationSearch.Find(record, "zft").Select(ods => ods.Value));
        var nadir = OrganisationStatus.Of(record, Decisions.Ods("RZ8"), new(2024, 10, 1))!;
        Assert.Equal((ExistenceState.Ended, "2024-10-01"), (nadir.Existence.State, nadir.Existence.Ended?.Stored));
        Assert.Empty(nadir.Findings.Concat(zenith.Findings));

        Assert.All((await PrepareAsync(file)).Facts, fact => Assert.Equal(ImportOutcome.Same, fact.Outcome));
    }

    [Fact]
    public async Task What_the_reference_data_say_is_the_same_and_what_differs_is_a_conflict()
    {
        var import = await PrepareAsync(
            Csv(
                Headings,
                "RXW,The Shrewsbury and Telford Hospital NHS Trust,nhs-trust,Y60,01/10/2003,,SaTH,QOC,01/07/2022",
                "RJE,University Hospitals of North Midlands NHS Trust,nhs-trust,Y60,01/04/1993,,,QOC,01/07/2022",
                "R1C,Solent NHS Trust,nhs-trust,Y59,01/04/2011,30/09/2024,,,",
                "RYJ,Imperial College,nhs-trust,Y56,01/10/2007,,,,"
            )
        );
        Assert.Empty(import.Refused);
        Assert.Equal(
            ["RXW Same", "RXW Same", "RJE Same", "RJE Conflict", "R1C Same", "R1C Same", "RYJ Conflict"],
            import.Facts.Select(fact => $"{fact.Subject["organisation-".Length..]} {fact.Outcome}")
        );
    }

    [Theory]
    [InlineData("RZ9,Ninth NHS Trust,clinic,Y60,01/04/2023,,,,", "kind")]
    [InlineData("RZ9,Ninth NHS Trust,nhs-trust,Mercia,01/04/2023,,,,", "region")]
    [InlineData("RZ9,Ninth NHS Trust,nhs-trust,Y60,01/04/2023,,,QOC,", "systemFrom")]
    [InlineData("RZ9,Ninth NHS Trust,nhs-trust,Y60,01/04/2023,Q1 2024/25,,,", "closed")]
    [InlineData("R-9,Ninth NHS Trust,nhs-trust,Y60,01/04/2023,,,,", "ods")]
    public async Task What_cannot_be_read_is_refused_at_its_row_and_column(string row, string field)
    {
        var refused = Assert.Single((await PrepareAsync(Csv(Headings, row))).Refused);
        var columns = TrackerMap.Read(Encoding.UTF8.GetBytes(Map), TrackerKind.Organisations).Columns;
        Assert.Equal((2, columns[field]), (refused.Row, refused.Column));
    }

    private async Task<TrackerImport> PrepareAsync(byte[] file) =>
        TrackerImport.Prepare(
            await loaded.Record.Live.AtAsync(known: null, CancellationToken.None),
            TrackerSheet.Read("organisations.csv", file, null),
            TrackerKind.Organisations,
            TrackerMap.Read(Encoding.UTF8.GetBytes(Map), TrackerKind.Organisations),
            TimeProvider.System.GetUtcNow(),
            User.Subject
        );
}
