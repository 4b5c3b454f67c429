using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Oversight.Ledger.People;

namespace Oversight.Web.SignIn;

/// <summary>The framework's keys for cookies and forms, kept in the database: every instance reads the cookies of every other.</summary>
internal sealed class SharedKeys(ServerKeys keys) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => [.. keys.All().Select(xml => XElement.Parse(xml))];

    public void StoreElement(XElement element, string friendlyName) =>
        keys.Add(friendlyName, element.ToString(SaveOptions.DisableFormatting));
}
