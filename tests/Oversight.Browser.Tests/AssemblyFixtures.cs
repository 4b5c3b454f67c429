using Oversight.Browser.Tests.Surroundings;
using Oversight.TestServer;

[assembly: AssemblyFixture(typeof(Stage))]
[assembly: KeptForFailures]
