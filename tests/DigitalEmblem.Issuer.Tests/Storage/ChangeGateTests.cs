using DigitalEmblem.Issuer.Storage;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Storage;

/// <summary>Whose change is next. When these fail, a withdrawal waits in a row of others, or a change waits for ever.</summary>
public class ChangeGateTests
{
    [Property]
    public void Waiting_GoByPrecedence_ThenInTheirOrder_AndAllCome(byte[] kinds)
    {
        var gate = new ChangeGate();
        Assert.True(gate.EnterAsync(Precedence.Ordinary, default).IsCompleted);
        List<(Precedence Precedence, int Number)> order = [];
        Task[] waiting = [.. kinds.Select(async (kind, i) =>
        {
            var precedence = (Precedence)(kind % 3);
            await gate.EnterAsync(precedence, default);
            order.Add((precedence, i));
            gate.Leave();
        })];

        gate.Leave();
        Task.WhenAll(waiting).GetAwaiter().GetResult();

        Assert.Equal(kinds.Length, order.Count);
        int urgent = order.Count(o => o.Precedence == Precedence.Urgent);
        Assert.All(order.Take(urgent), o => Assert.Equal(Precedence.Urgent, o.Precedence));
        foreach (Precedence precedence in Enum.GetValues<Precedence>())
        {
            int[] numbers = [.. order.Where(o => o.Precedence == precedence).Select(o => o.Number)];
            Assert.Equal(numbers.Order(), numbers);
        }
    }

    [Fact]
    public async Task PatientChange_IsNotOvertakenForEver()
    {
        var gate = new ChangeGate();
        await gate.EnterAsync(Precedence.Ordinary, default);
        Task patient = gate.EnterAsync(Precedence.Patient, default);
        int before = 0;
        for (Task next = gate.EnterAsync(Precedence.Ordinary, default); before < 100; before++)
        {
            gate.Leave();

            // Who was let in goes on a moment later, on another thread.
            if (await Task.WhenAny(next, patient) == patient)
            {
                break;
            }

            next = gate.EnterAsync(Precedence.Ordinary, default);
        }

        Assert.InRange(before, 1, 50);
    }

    [Fact]
    public async Task CallerWhoGivesUp_HoldsUpNobody()
    {
        var gate = new ChangeGate();
        await gate.EnterAsync(Precedence.Ordinary, default);
        using var end = new CancellationTokenSource();
        Task gone = gate.EnterAsync(Precedence.Urgent, end.Token), next = gate.EnterAsync(Precedence.Patient, default);

        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        gate.Leave();

        await next;
    }
}
