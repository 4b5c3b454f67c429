using Oversight.TestServer;

[assembly: AssemblyFixture(typeof(DatabaseServer))]
[assembly: KeptForFailures]
