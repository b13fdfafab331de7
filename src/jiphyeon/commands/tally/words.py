"""What the tally says to people, in both languages."""

from __future__ import annotations

from jiphyeon.kernel.words import Words

PHRASES: dict[str, Words] = {
    # the rule
    "rule": Words(
        "규칙: {method}, 효용 {utility}, 보완 {completion}, 시작 몫 {start}, 동점 {ties}",
        "rule {method}, utility {utility}, completion {completion}, start {start}, ties {ties}",
    ),
    "scoring": Words("채점 {scoring}", "scoring {scoring}"),
    "minimum_votes": Words("최소 {count}표", "at least {count} votes"),
    "incompatible": Words("함께 뽑지 않음 {ids}", "incompatible {ids}"),
    "quota_projects": Words("{name}은(는) 최대 {count}건", "{name} at most {count}"),
    "quota_cost": Words("{name}은(는) 최대 {money}", "{name} at most {money}"),
    "share": Words("한 사람 몫 {share}(정확히 {exact})", "share {share} (exactly {exact})"),
    "raised": Words("{count:,}번 올림", "raised {times}"),
    "overspends": Words("한 번 더 올리면 예산을 넘어 멈춤", "stopped because the next step overspends"),
    "exhaustive": Words("더 들어갈 사업이 없어 멈춤", "stopped because nothing more fits"),
    "warning": Words("주의: {what}", "warning: {what}"),
    # the table
    "project": Words("사업", "project"),
    "cost": Words("비용", "cost"),
    "votes": Words("표", "votes"),
    "each_pays": Words("한 사람이 낸 최고액", "price for each"),
    "a_point": Words("1점당 낸 최고액", "price a point"),
    "each_earned": Words("돈이 모인 때", "each had earned"),
    "by_votes": Words("득표순", "by votes"),
    "total": Words(
        "{projects}건 중 {won}건 선정, 예산 {budget} 중 {spent}({part}) 사용, {left} 남음. "
        "고른 사업이 하나도 안 된 투표자 {nothing}.",
        "{won} of {projects}, {spent} of {budget} ({part}), {left} left; {nothing} of voters with nothing.",
    ),
    "compared": Words(
        "다득표순과 견주면: 여기서 더 많이 이룬 투표자 {here}명, 다득표순에서 더 많이 이룬 투표자 {there}명, 같은 투표자 {even}명. {verdict}.",
        "compared with most votes: {here} more of their projects here, {there} there, {even} as many; {verdict}.",
    ),
    "overturned": Words("다득표순에 만족할 투표자가 더 많습니다", "most votes would please more voters"),
    "stands": Words("이 결과가 유지됩니다", "this outcome stands"),
    # explanations
    "voter": Words("투표자 {voter}: 몫 {share}", "voter {voter}: share {share}"),
    "paid": Words("낸 돈", "paid"),
    "left": Words("남음", "left"),
    "filled": Words("{named}: {rank}번째로 선정(득표순).", "{named}: funded as number {rank}, by votes."),
    "bought": Words(
        "{named}: {rank}번째로 선정. {voters}명이 한 사람당 최고 {price}씩 냄(정확히 {exact}){tied}.",
        "{named}: bought as number {rank}; {payers} paid at most {price} each (exactly {exact}){tied}.",
    ),
    "bought_point": Words(
        "{named}: {rank}번째로 선정. {voters}명이 1점당 최고 {price}씩 냄(정확히 {exact}){tied}.",
        "{named}: bought as number {rank}; {payers} paid at most {price} a point (exactly {exact}){tied}.",
    ),
    "earned": Words(
        "{named}: {rank}번째로 선정. 투표자마다 {price}이(가) 모였을 때 지지자 {voters}명의 돈이 비용에 이름{tied}.",
        "{named}: bought as number {rank}, when each voter had earned {price}; {payers} support it{tied}.",
    ),
    "tied": Words(", 동점 {ids}", "; tied with {ids}"),
    "free": Words(
        "{named}: {rank}번째로 선정. 비용이 없음.", "{named}: funded as number {rank}; it costs nothing."
    ),
    "lost_by_votes": Words(
        "{named}: 선정되지 않음. {votes}표, 비용 {cost}, 끝에 남은 예산 {left}.",
        "{named}: not funded; {votes}, a cost of {cost}, and {left} of the budget left in the end.",
    ),
    "lost_barred": Words("{named}: 선정되지 않음({why}).", "{named}: not funded: {why}."),
    "barred_votes": Words("표가 모자람", "too few votes"),
    "barred_rival": Words("함께 뽑을 수 없는 사업이 뽑힘", "an incompatible project won"),
    "barred_quota": Words("정해진 한도가 참", "its quota leaves no room for it"),
    "lost": Words(
        "{named}: 선정되지 않음. 비용 {cost} 중 지지자에게 남은 돈 {raised}. {money} 모자람{votes}.{cheaper}{budget}",
        "{named}: not funded; its supporters had {raised} left of {cost}: {money} missing{votes}.{cheaper}{budget}",
    ),
    "lost_votes": Words(
        "(몫을 쓰지 않은 지지자 {count:,}명이 더 있어야 함)", ", or {more} with an untouched share"
    ),
    "cheaper": Words(
        " 비용이 {cost} 이하였다면 선정됨.", " At a cost of {cost} or less it would have been bought."
    ),
    "from_budget": Words(
        " 예산이 {budget}(몫 {share})이면 선정됨.",
        " It wins from a budget of {budget} (a share of {share}) on.",
    ),
    "published": Words(
        "공개 자료를 {folder}에 두었습니다. 확인: ./jip tally-verify {folder}/result.json {folder}/election.json",
        "Published in {folder}; to check: ./jip tally-verify {folder}/result.json {folder}/election.json",
    ),
    # files
    "file": Words(
        "{path}: 표 {ballots}장(서로 다른 표 {distinct:,}), 사업 {projects}건, 예산 {budget}, {kind}. {verdict}",
        "{path}: {ballots} ({distinct:,} distinct), {projects}, budget {budget}, {kind}; {verdict}",
    ),
    "in_order": Words("형식대로임", "as the format asks"),
    "deviates": Words("형식과 다른 점 {count}가지", "{count}"),
    "budget": Words("예산", "budget"),
    "winners": Words("선정", "winners"),
    "spent": Words("사용", "spent"),
    "of": Words("예산액", "of"),
    "all": Words("합계", "all"),
    "with_nothing": Words("하나도 안 된 투표자", "with nothing"),
}


def phrase(language: str, what: str, /, **values: object) -> str:
    """Return a sentence in `language`, filled with its values."""
    words = PHRASES[what]
    return (words.filled(**values) if values else words).text(language)
