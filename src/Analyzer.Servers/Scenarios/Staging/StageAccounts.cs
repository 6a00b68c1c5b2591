using System.Net;

namespace Analyzer.Servers.Scenarios.Staging;

/// <summary>The users file of the plays.</summary>
static class StageAccounts
{
    /// <summary>Its text, with the hosts at these addresses.</summary>
    public static string Text(Func<string, IPAddress> address) => $"""
        site  hamburger.edu    {address(Cast.Hamburger)}
        site  crepes.fr        {address(Cast.Crepes)}
        site  gateway.example  {address(Cast.Gateway)}

        user  alice@crepes.fr      hungry
        user  chef@crepes.fr       flambee
        user  bob@hamburger.edu    hungry
        user  carol@hamburger.edu  pickles
        user  dave@hamburger.edu   ketchup

        alias  friends@hamburger.edu     bob@hamburger.edu carol@hamburger.edu alice@crepes.fr
        alias  robert@hamburger.edu      bob@hamburger.edu
        alias  b.burger@hamburger.edu    bob@hamburger.edu
        alias  postmaster@hamburger.edu  bob@hamburger.edu
        alias  postmaster@crepes.fr      alice@crepes.fr
        """;
}
