using Oversight.TestServer;

[assembly: AssemblyFixture(typeof(DatabaseServer))]
