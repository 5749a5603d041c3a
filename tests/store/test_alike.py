"""Which names may mean one department: what bureaus write for one, and near names that are two."""

import pytest

from data_access.store.alike import alike, taken_apart

ONE = """
恒山示范区创业就业就业办公室 恒山示范区创业就业办公室
云溪市恒山示范区创业就业办公室 恒山示范区创业就业办公室
云溪自治州人民政府办公室 云溪自治州政府办
州推进办 云溪自治州项目推进办公室
青禾县水利局 水利局
青禾县水利局 县水利局
县水利局 水利局
青禾水利局 青禾县水利局
青禾县水利局（本级） 青禾县水利局
卫健局 青禾县卫生健康局
卫健委 青禾县卫生健康委员会
教体局 青禾县教育和体育局
人社局 人力资源和社会保障局
住建局 住房和城乡建设局
市场监管局 青禾县市场监督管理局
城管局 城市管理局
妇联 青禾县妇女联合会
疾控中心 疾病预防控制中心
机关事务局 机关事务管理局
教育局 教育和体育局
创业就业服务中心管理办公室 创业就业服务中心管理办公
示范区管委会 恒山示范区管理委员会
"""
TWO = """
水务局 水利局
青禾县水务局 青禾县水利局
青禾县教育局 白石县教育局
州水利局 县水利局
第一中学 第十一中学
城东小学 城西小学
医院 中医院
青禾县人民医院 青禾县中心医院
文联 文旅局
妇联 残联
农业局 林业局
县委办公室 县政府办公室
教育局 教育局第一幼儿园
柳河街道办事处 柳林街道办事处
公安局 公安局交警大队
青禾县东风镇人民政府 青禾县西风镇人民政府
"""


def pairs(text: str) -> list[tuple[str, str]]:
    return [tuple(line.split()) for line in text.strip().splitlines()]


def judged(one: str, other: str) -> tuple[int, str] | None:
    names = taken_apart([one, other, "青禾县财政局"])
    assert alike(names[one], names[other]) == alike(names[other], names[one]), "the order does not matter"
    return alike(names[one], names[other])


@pytest.mark.parametrize("pair", pairs(ONE), ids="-".join)
def test_names_that_may_be_one_department(pair):
    score, reason = judged(*pair)
    assert 60 <= score <= 99 and reason


@pytest.mark.parametrize("pair", pairs(TWO), ids="-".join)
def test_names_of_two_departments(pair):
    assert judged(*pair) is None


def test_the_surer_the_reason_the_higher_the_score():
    names = ("水利局（本级） 水利局", "就业就业局 就业局", "县水利局 水利局", "卫健局 卫生健康局", "教育局 教体育局")
    found = [judged(*pair.split())[0] for pair in names]
    assert found == sorted(found, reverse=True) and len(set(found)) == 5
