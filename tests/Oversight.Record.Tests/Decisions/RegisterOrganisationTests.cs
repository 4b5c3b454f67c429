using Oversight.Record.Catalogue;
using Oversight.Record.Organisations;
using Oversight.Record.Tests.Given;

namespace Oversight.Record.Tests.Decisions;

public sealed class RegisterOrganisationTests
{
    private static readonly OrganisationRegistered Good = Sample.Registered(Sample.Icb) with
    {
        AlsoKnownAs = ["Shropshire, Telford and Wrekin"],
    };

    [Fact]
    public void An_organisation_comes_into_the_record() =>
        SmallRecord.Empty().Accepts(new LogDecision(SubjectId.Of(Sample.Icb), Good), Good);

    [Fact]
    public void It_can_come_in_again_after_its_registration_was_retracted() =>
        SmallRecord
            .OfAnIcb()
            .Told(Sample.Icb, Sample.Retracted(SmallRecord.IdAt(1)))
            .Accepts(new LogDecision(SubjectId.Of(Sample.Icb), Good), Good);

    [Fact]
    public void A_fault_is_named_by_its_field()
    {
        void Finds(string field, OrganisationRegistered content) =>
            SmallRecord.Empty().FindsFault(() => new LogDecision(SubjectId.Of(Sample.Icb), content), field);

        Finds("organisation", Good with { Organisation = Sample.OtherIcb });
        Finds("name", Good with { Name = "" });
        Finds("name", Good with { Name = new string('x', 201) });
        Finds("region", Good with { Region = "Y57" });
        Finds("region", Good with { Region = null! });
        Finds("alsoKnownAs", Good with { AlsoKnownAs = [" "] });
        Finds("alsoKnownAs", Good with { AlsoKnownAs = [null!] });
    }
}
