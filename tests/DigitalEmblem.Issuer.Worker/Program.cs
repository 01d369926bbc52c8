using System.Diagnostics;
using System.Globalization;
using DigitalEmblem.Issuer.Worker;

// worker commands: runs command lines of the issuer, one after the other (CommandLoop).
if (args is ["commands"])
{
    await CommandLoop.RunAsync();
    return;
}

// worker FOLDER TSIG-KEY-FILE ACTION STEP: does something of the issuer's work, and kills itself with SIGKILL at a step of it: nothing of
// it is tidied up. Prints how many steps there were, if it came to the end.
var steps = new Steps(int.Parse(args[3], CultureInfo.InvariantCulture), () =>
{
    Process.GetCurrentProcess().Kill();
    Thread.Sleep(Timeout.Infinite);
});
await using var issuer = OpenIssuer.ThatEnds(args[0], args[1], TimeProvider.System, steps);
await Actions.RunAsync(issuer, args[2]);
Console.WriteLine(steps.Taken.Count);
